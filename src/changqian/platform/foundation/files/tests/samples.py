"""Small files of every kind, made on the spot."""

import zipfile
from io import BytesIO
from typing import Any

from PIL import Image

GPS = {1: "N", 2: (31.0, 43.0, 12.0), 3: "E", 4: (119.0, 57.0, 0.0)}


def picture(form: str = "JPEG", size: tuple[int, int] = (800, 600), *, orientation: int = 1, **options: Any) -> bytes:
    """Left half red, right half green; JPEG with a place, a camera and an orientation in its EXIF."""
    drawn = Image.new("RGB", size, "green")
    drawn.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera of 陈安全"
    exif.get_ifd(0x8825).update(GPS)
    written = BytesIO()
    drawn.save(written, form, exif=exif, **options)
    return written.getvalue()


def document(main: str = "word/document.xml", *more: str, content: bytes = b"<w/>") -> bytes:
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as package:
        for name in ("[Content_Types].xml", main, *more):
            package.writestr(name, content)
    return written.getvalue()


def box(name: bytes, content: bytes = b"") -> bytes:
    return (8 + len(content)).to_bytes(4, "big") + name + content


def film(brand: bytes = b"isom") -> bytes:
    return box(b"ftyp", brand + b"\0\0\0\1") + box(b"moov", b"index") + box(b"mdat", bytes(range(256)) * 8)


JPEG = picture()
PNG = picture("PNG")
WEBP = picture("WEBP")
PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
DOCX = document()
XLSX = document("xl/workbook.xml")
MP4 = film()
MOV = film(b"qt  ")
HTML = b"<!DOCTYPE html><script>alert(1)</script>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'
VOICE = b"\x1aE\xdf\xa3\x9fB\x82\x84webm" + bytes(40) + b"\x86\x86A_OPUS" + bytes(range(256)) * 4
"As a phone's browser records it."
SOUND = (
    box(b"ftyp", b"M4A \0\0\0\1")
    + box(b"moov", box(b"hdlr", bytes(8) + b"soun" + bytes(12)))
    + box(b"mdat", bytes(range(256)) * 8)
)
