"""Files by HTTP: snapshots to a platform, firmware from it. Blocks; called in a thread."""

import secrets
from datetime import datetime
from io import BytesIO
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from changqian.simulators.recorder.clips import Kind
from changqian.simulators.recorder.pictures import Scene
from changqian.simulators.recorder.roster import Identity

PATIENCE = 10
LARGEST = 64 << 20


class Failed(Exception):
    """The other side did not take it, or give it."""


def picture(who: Identity, kind: Kind, at: datetime, serial: int) -> bytes:
    """A JPEG with the time it was taken at, the device and its officer."""
    scene = Scene(kind.width, kind.height, who.overlay)
    out = BytesIO()
    scene.frame(serial, f"{at:%Y-%m-%d %H:%M:%S}").save(out, "JPEG", quality=85)
    return out.getvalue()


def upload(url: str, name: str, data: bytes, way: str) -> None:
    """`way`: POST, PUT, or FORM, which is a POST of multipart/form-data with one part `file`."""
    headers = {"Content-Type": "image/jpeg", "Content-Disposition": f'attachment; filename="{name}.jpg"'}
    if way == "FORM":
        mark = secrets.token_hex(16)
        head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="{name}.jpg"\r\n'
        data = f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + data + f"\r\n--{mark}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
    _asked(Request(url, data, headers, method="PUT" if way == "PUT" else "POST"))


def fetch(url: str) -> bytes:
    return _asked(Request(url))


def _asked(request: Request) -> bytes:
    if urlsplit(request.full_url).scheme not in ("http", "https"):
        raise Failed(request.full_url)
    try:
        with urlopen(request, timeout=PATIENCE) as answer:
            data = answer.read(LARGEST + 1)
    except (URLError, OSError, ValueError) as error:
        raise Failed(str(error)) from None
    if len(data) > LARGEST:
        raise Failed("too large")
    return bytes(data)
