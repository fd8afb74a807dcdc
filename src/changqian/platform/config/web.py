"""Serving the three apps of the web: hashed assets for good, pages always fresh, any page's address its app's page."""

import re
from functools import cache
from pathlib import Path
from typing import Any

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
HASHED = re.compile(r"/assets/.+-[0-9A-Za-z_-]{8}\.[0-9a-z]+$")
"Vite puts a digest of the content into the name."


class Assets(WhiteNoiseMiddleware):
    """The files of web/dist as they are when the process starts (looked up anew each time under DEBUG)."""

    def immutable_file_test(self, path: str, url: str) -> bool:
        return bool(HASHED.search(url))

    def __init__(self, get_response: Any = None, settings: Any = settings) -> None:
        super().__init__(get_response, settings)
        for name, prefix in APPS.items():
            if (folder := Path(settings.WEB_DIST) / name).is_dir():
                self.add_files(str(folder), prefix)
        self.files: dict[str, Any] = {url: file for url, file in self.files.items() if not url.endswith("/index.html")}


def page(request: HttpRequest, path: str = "") -> HttpResponse:
    """The page of the app that an address belongs to. A missing file is missing, not a page."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    where = request.path
    if "." in where.rpartition("/")[2] and not where.startswith(CODES) and not where.endswith("/index.html"):
        return not_found(request)
    name = (
        "mobile" if where.startswith(CODES) else next(app for app, at in APPS.items() if (where + "/").startswith(at))
    )
    found = _index(Path(settings.WEB_DIST) / name / "index.html")
    if found is None:
        return render(request, "not_built.html", status=503)
    response = HttpResponse(found)
    response["Cache-Control"] = "no-cache"
    return response


def _app_at(where: str) -> str:
    if where.startswith(CODES):
        return "mobile"
    return next(app for app, at in APPS.items() if f"{where}/".startswith(at))


@cache
def _read(file: Path) -> bytes:
    return file.read_bytes()


def _index(file: Path) -> bytes | None:
    """The page as it was when first asked for, so that it fits the assets; a page not built yet is looked for again."""
    try:
        return file.read_bytes() if settings.DEBUG else _read(file)
    except OSError:
        return None
