"""Whether bytes are a picture, and which; and what of an upload is one."""

import re
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

LARGEST = 12 << 20
"Bytes of one picture."
MOST_PIXELS = 50_000_000
MOST_PARTS = 32
FORMATS = {"JPEG": "jpg", "PNG": "png"}
BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
BOUNDARY = re.compile(r'boundary="?([^";\s]{1,200})"?', re.IGNORECASE)


class NotAPicture(ValueError):
    """The message says what is wrong with it, for people."""


@dataclass(frozen=True, slots=True)
class Look:
    ending: str
    width: int
    height: int


def looked_at(data: bytes) -> Look:
    """Decoded whole, so that one that was cut off on its way is found out now. Blocks."""
    if len(data) > LARGEST:
        raise NotAPicture(f"图片大于{LARGEST >> 20}MB")
    if not data.startswith(BEGINNINGS):
        raise NotAPicture("不是JPEG或PNG图片")
    try:
        with Image.open(BytesIO(data), formats=tuple(FORMATS)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise NotAPicture(f"图片超过{MOST_PIXELS // 10_000}万像素")
            image.load()
            return Look(FORMATS[image.format or ""], image.width, image.height)
    except NotAPicture:
        raise
    except Exception as error:  # Pillow raises whatever its codecs do.
        raise NotAPicture("图片不完整或已损坏") from error


def pictures_in(body: bytes, content_type: str) -> list[bytes]:
    """The body itself, or of multipart/form-data the parts that begin like a picture: the text leaves the way of an
    upload open (9.14)."""
    if not content_type.lower().startswith("multipart/"):
        return [body]
    mark = BOUNDARY.search(content_type)
    if not mark:
        return []
    pieces = (b"\r\n" + body).split(b"\r\n--" + mark[1].encode("latin-1", "replace"))
    contents = (piece.partition(b"\r\n\r\n")[2] for piece in pieces[1 : MOST_PARTS + 1] if not piece.startswith(b"--"))
    return [each for each in contents if each.startswith(BEGINNINGS)]
