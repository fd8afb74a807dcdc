"""Serving the three apps of the web: hashed assets for good, pages always fresh, any page's address its app's page."""

import re
import time
from copy import copy
from functools import lru_cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseNotAllowed
from django.shortcuts import render
from whitenoise.middleware import WhiteNoiseMiddleware

from changqian.platform.config.errors import not_found

APPS = {"mobile": "/m/", "screen": "/screen/", "desktop": "/"}
"Folder of web/dist, and the address it is served at; the first that fits wins."
CODES = "/c/"
"常安码 open on phones."
ASKED_FIRST = "/api/config/"
"What every app asks at once. Nothing that depends on who asks: what nobody fetched waits for whoever is next."
HASHED = re.compile(r"/assets/.+-[0-9A-Za-z_-]{8}\.[0-9a-z]+$")
"Vite puts a digest of the content into the name."


SERVICE_WORKER = "/m/sw.js"
SETTLED_SECONDS = 2.0
"A build younger than this may still be writing."


class Assets(WhiteNoiseMiddleware):
    """The files of web/dist: listed once, and again when the web was built anew under a running process."""

    files: dict[str, Any]

    def __init__(self, get_response: Any = None, settings: Any = settings) -> None:
        super().__init__(get_response, settings)
        self.add_headers_function = _allow_codes
        self.dist = Path(settings.WEB_DIST)
        self.listed: object = None
        self._list()

    def __call__(self, request: HttpRequest) -> Any:
        if not self.autorefresh and _names_a_file(request.path_info):
            self._list()
        return super().__call__(request)

    def immutable_file_test(self, path: str, url: str) -> bool:
        return bool(HASHED.search(url))

    def serve(self, static_file: Any, request: HttpRequest) -> Any:
        """A file that went since it was listed is missing, not a fault."""
        try:
            return super().serve(static_file, request)
        except FileNotFoundError:
            return not_found(request)

    def _list(self) -> None:
        try:
            built = _build_of(self.dist)
            if built == self.listed:
                return
            # Aside, for other threads serve meanwhile.
            fresh = copy(self)
            fresh.files = {}
            for name, prefix in APPS.items():
                if (folder := self.dist / name).is_dir():
                    fresh.add_files(str(folder), prefix)
        except FileNotFoundError:  # the build is just removing what was there
            self.listed = None
            return
        self.files = {url: file for url, file in fresh.files.items() if not url.endswith("/index.html")}
        self.listed = built if time.time() - max(built, default=0) / 1e9 > SETTLED_SECONDS else None


def _build_of(dist: Path) -> tuple[int, ...]:
    """What changes with every build: when its folders and pages were written (ns)."""
    places = [dist / name / part for name in APPS for part in ("", "assets", "index.html")]
    return tuple(place.stat().st_mtime_ns if place.exists() else 0 for place in places)


def _names_a_file(where: str) -> bool:
    return "." in where.rpartition("/")[2]


def _allow_codes(headers: Headers, path: str, url: str) -> None:
    """The phone app's service worker also answers for the addresses inside printed 常安码, outside its own folder."""
    if url == SERVICE_WORKER:
        headers["Service-Worker-Allowed"] = "/"


def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page of the app that an address belongs to. A missing file is missing, not a page."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    where = request.path
    if _names_a_file(where) and not where.startswith(CODES) and not where.endswith("/index.html"):
        return not_found(request)
    app = _app_at(where)
    found = _index(Path(settings.WEB_DIST) / app / "index.html")
    if found is None:
        return render(request, "not_built.html", status=503)
    response = HttpResponse(found)
    response["Cache-Control"] = "no-cache"
    response["Link"] = f"<{ASKED_FIRST}>; rel=preload; as=fetch; crossorigin"
    return response


def _app_at(where: str) -> str:
    if where.startswith(CODES):
        return "mobile"
    return next(app for app, at in APPS.items() if f"{where}/".startswith(at))


def _index(file: Path) -> bytes | None:
    """The page as it was last built; None where it is not built yet."""
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError:
        return None


@lru_cache(maxsize=16)
def _read(file: Path, written_at: int) -> bytes:
    return file.read_bytes()
