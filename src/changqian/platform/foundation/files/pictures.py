"""Pictures: how large they are, whether they open, and small ones without what the camera wrote into them."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from PIL import Image, ImageOps

from changqian.platform.kernel.errors import RuleViolation

THUMB = 320
"Pixels of the longer side."
MOST = {"JPEG": 89_000_000, "PNG": 30_000_000, "WEBP": 30_000_000}
"Pixels. JPEG is read at an eighth of its size; the others must be held whole, four bytes a pixel."
TURNED = (5, 6, 7, 8)
"EXIF orientations that stand the picture on its side."


def measured(file: IO[bytes]) -> tuple[int, int]:
    """Width and height as the picture is looked at; RuleViolation if it is broken or too large to open."""
    with _opened(file) as picture:
        width, height = picture.size
        turned = picture.getexif().get(0x0112) in TURNED
        picture.draft("RGB", (max(1, width // 8), max(1, height // 8)))
        picture.load()
    return (height, width) if turned else (width, height)


def thumbnail(file: IO[bytes], longest: int = THUMB, kind: str = "WEBP") -> bytes:
    """A picture at most so long, upright, without EXIF: where and with what it was taken is nobody's business."""
    with _opened(file) as picture:
        picture.draft("RGB", (longest * 2, longest * 2))
        small = ImageOps.exif_transpose(picture)
        small.thumbnail((longest, longest))
        seen = small.convert("RGBA")
        bare = Image.new("RGB", small.size, "white")
        bare.paste(seen, mask=seen)
    written = BytesIO()
    bare.save(written, kind, quality=75)
    return written.getvalue()


@contextmanager
def _opened(file: IO[bytes]) -> Iterator[Image.Image]:
    """The picture, not yet decoded; RuleViolation if it is too large, or turns out to be broken."""
    file.seek(0)
    try:
        with Image.open(file, formats=tuple(MOST)) as picture:
            pixels = picture.width * picture.height
            if pixels > MOST[picture.format or ""]:
                raise RuleViolation(_too_large(pixels), field="file")
            yield picture
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RuleViolation(_too_large(Image.MAX_IMAGE_PIXELS or 0), field="file") from None
    except RuleViolation:
        raise
    except Exception:  # Decoders meet damage in many ways (struct.error, EOFError, KeyError…): all mean the same here.
        raise RuleViolation("照片不完整或已损坏，请重新拍摄或选择", field="file") from None


def _too_large(pixels: int) -> str:
    return f"照片像素过大（约{pixels // 10_000}万像素），请改用普通模式拍摄或缩小后上传"
