"""What a file is, told by its content and never by its name. Refusals are sentences for whoever uploads.

Signatures: JPEG ISO 10918-1, PNG ISO 15948, WebP RFC 9649, PDF ISO 32000-1 §7.5.2, ISO 14496-12 (MP4), OPC ISO 29500-2,
Ogg RFC 3533, AMR RFC 4867, Matroska RFC 9559.
"""

import re
import zipfile
from dataclasses import dataclass
from typing import IO

from changqian.platform.foundation.files.rules import MEGABYTE, Kind, extension_of
from changqian.platform.kernel.errors import RuleViolation

HEAD = 1024
"Where a PDF reader looks for its signature and a browser for tags."
UNPACKED = 300 * MEGABYTE
RATIO = 200
PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Format:
    label: str
    kind: Kind
    mime: str
    extensions: tuple[str, ...]


JPEG = Format("JPEG图片", Kind.PICTURE, "image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG = Format("PNG图片", Kind.PICTURE, "image/png", ("png",))
WEBP = Format("WebP图片", Kind.PICTURE, "image/webp", ("webp",))
PDF = Format("PDF文档", Kind.DOCUMENT, "application/pdf", ("pdf",))
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = Format("Word文档", Kind.DOCUMENT, f"{OFFICE}wordprocessingml.document", ("docx",))
XLSX = Format("Excel表格", Kind.DOCUMENT, f"{OFFICE}spreadsheetml.sheet", ("xlsx",))
MP4 = Format("MP4视频", Kind.VIDEO, "video/mp4", ("mp4", "m4v"))
MOV = Format("MOV视频", Kind.VIDEO, "video/quicktime", ("mov", "qt"))
M4A = Format("M4A录音", Kind.AUDIO, "audio/mp4", ("m4a", "mp4"))
WEBM = Format("WebM录音", Kind.AUDIO, "audio/webm", ("webm", "weba"))
OGG = Format("Ogg录音", Kind.AUDIO, "audio/ogg", ("ogg", "oga", "opus"))
MP3 = Format("MP3录音", Kind.AUDIO, "audio/mpeg", ("mp3",))
AMR = Format("AMR录音", Kind.AUDIO, "audio/amr", ("amr",))

SIGNATURES = (
    *((b"\xff\xd8\xff", JPEG), (b"\x89PNG\r\n\x1a\n", PNG), (b"%PDF-", PDF)),
    *((b"OggS", OGG), (b"ID3", MP3), (b"\xff\xfb", MP3), (b"\xff\xf3", MP3), (b"#!AMR\n", AMR)),
)
EBML = b"\x1aE\xdf\xa3"
PROGRAMS = (
    *(b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"dex\n", b"\x4c\x00\x00\x00\x01\x14\x02\x00"),
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\x00asm"),
)
TAGS = (b"<script", b"<html", b"<svg", b"<!doctype", b"<?php", b"<iframe", b"<body", b"<img")
HEIF = (b"heic", b"heix", b"heif", b"mif1", b"msf1", b"hevc", b"avif")

RUNS = re.compile(
    r"(vbaproject|vbadata|activex\d*)\.(bin|xml)$|\.(exe|dll|jse?|vb[se]|bat|cmd|ps1|hta|scr|jar|lnk|msi)$", re.I
)
"Parts of a package that run, or that are programs."
HANDLER = re.compile(rb"hdlr.{8}(vide|soun)", re.DOTALL)
ACTIVE = re.compile(rb"/(JavaScript|JS|Launch)(?=[\s(<\[/])")

ALLOWED = "请上传照片（JPG、PNG、WebP）、PDF、Word（docx）、Excel（xlsx）或视频（MP4）"
HOW_TO_SAVE_HEIC = "不支持HEIC照片，请在手机相机设置中选择“兼容性最佳”后重拍，或转换为JPG"


def recognise(file: IO[bytes], name: str) -> Format:
    """The format of the content; RuleViolation if it is none of ours, hides another, or contradicts the name."""
    found = _format(file)
    _refuse_a_second_format(file, found)
    if found in (MP4, MOV, M4A):
        _refuse_broken_boxes(file)
    if found is PDF:
        _refuse_active(file)
    extension = extension_of(name)
    if extension and extension not in found.extensions:
        raise RuleViolation(f"扩展名“.{extension}”与内容（{found.label}）不符，请核对后重新上传", field="file")
    return found


def _format(file: IO[bytes]) -> Format:
    head = _head(file)
    for signature, found in SIGNATURES:
        if head.startswith(signature):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return WEBP
    if head[4:8] == b"ftyp":
        return _of_brand(file, head[8:12])
    if head.startswith(EBML) and b"webm" in head[:64]:
        return _of_webm(head)
    if head.startswith(b"PK\x03\x04"):
        return _package(file)
    raise RuleViolation(_why_not(head), field="file")


def _of_brand(file: IO[bytes], brand: bytes) -> Format:
    if brand in HEIF:
        raise RuleViolation(HOW_TO_SAVE_HEIC, field="file")
    return MOV if brand == b"qt  " else M4A if _only_sound(file) else MP4


def _only_sound(file: IO[bytes]) -> bool:
    """Whether no track of it is a picture: each says in its `hdlr` what it is. (ISO 14496-12 §8.4.3)"""
    tracks = {found[1] for found in HANDLER.finditer(_head(file, MEGABYTE) + _tail(file, MEGABYTE))}
    return b"soun" in tracks and b"vide" not in tracks


def _of_webm(head: bytes) -> Format:
    """As a browser records it: the tracks stand at the beginning, each with its codec. (RFC 9559)"""
    if b"A_" not in head or b"V_" in head:
        raise RuleViolation("不支持WebM视频，请上传MP4视频", field="file")
    return WEBM


def _why_not(head: bytes) -> str:
    """A sentence for the file that is none of ours."""
    text = head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if any(head.startswith(each) for each in PROGRAMS):
        return f"不能上传程序文件，{ALLOWED}"
    if text.startswith(b"<"):
        return f"不能上传网页、SVG或XML文件，{ALLOWED}"
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return "不支持旧版或加密的Office文件，请去掉密码并另存为docx或xlsx后上传"
    if head.startswith((b"GIF8", b"BM", b"II*\0", b"MM\0*")):
        return "不支持GIF、BMP、TIFF图片，请转换为JPG或PNG后上传"
    return f"不支持这种文件，{ALLOWED}"


def _package(file: IO[bytes]) -> Format:
    """Word and Excel are zip packages; RuleViolation for other packages, macros and bombs."""
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise RuleViolation("文件已损坏，无法打开，请重新导出后上传", field="file") from None
    names = {part.filename for part in parts}
    found = DOCX if "word/document.xml" in names else XLSX if "xl/workbook.xml" in names else None
    if found is None or "[Content_Types].xml" not in names:
        raise RuleViolation(f"不能上传压缩包，{ALLOWED}", field="file")
    if any(part.flag_bits & 1 for part in parts):
        raise RuleViolation("文件设有密码，请去掉密码后上传", field="file")
    if any(RUNS.search(name) for name in names):
        raise RuleViolation("文件中含有宏或程序，请另存为不含宏的docx或xlsx后上传", field="file")
    unpacked, packed = sum(part.file_size for part in parts), sum(part.compress_size for part in parts)
    if len(parts) > PARTS or unpacked > UNPACKED or unpacked > RATIO * max(packed, MEGABYTE // 10):
        raise RuleViolation("文件解压后过大，无法接收", field="file")
    return found


def _refuse_active(file: IO[bytes]) -> None:
    """A whole PDF that neither runs scripts nor starts programs. (ISO 32000-1 §12.6.4.5, §12.6.4.16)

    Such an action inside a compressed stream is not seen; the scanner looks there, and readers ask before they obey.
    """
    if b"%%EOF" not in _tail(file, 2048):
        raise RuleViolation("PDF文件不完整，请重新导出后上传", field="file")
    file.seek(0)
    before = b""
    while chunk := file.read(MEGABYTE):
        if ACTIVE.search(before + chunk):
            raise RuleViolation("PDF中含有脚本或启动程序的动作，请打印为PDF后上传", field="file")
        before = chunk[-32:]


def _refuse_a_second_format(file: IO[bytes], found: Format) -> None:
    """A file that is two things at once is made to deceive. Phones do append film to photos, so a tail is no crime."""
    head = _head(file)
    document_inside = found is not PDF and b"%PDF-" in head
    page_inside = any(tag in head.lower() for tag in TAGS)
    package_behind = found not in (DOCX, XLSX) and zipfile.is_zipfile(file)
    if document_inside or page_inside or package_behind:
        raise RuleViolation("文件中夹带了另一种格式的内容，不能上传", field="file")


def _refuse_broken_boxes(file: IO[bytes]) -> None:
    """A film is a row of boxes that ends with the file, its index and its data among them. (ISO 14496-12 §4.2)"""
    end, at = file.seek(0, 2), 0
    seen: set[bytes] = set()
    while at < end:
        file.seek(at)
        header = file.read(16)
        size, name = int.from_bytes(header[:4], "big"), header[4:8]
        if size == 1:
            size = int.from_bytes(header[8:16], "big")
        size = size or end - at
        if len(header) < 8 or size < 8 or at + size > end:
            break
        seen.add(name)
        at += size
    if at != end or not {b"moov", b"mdat"} <= seen:
        raise RuleViolation("视频文件不完整或已损坏，请重新拍摄或导出后上传", field="file")


def _head(file: IO[bytes], length: int = HEAD) -> bytes:
    file.seek(0)
    return file.read(length)


def _tail(file: IO[bytes], length: int) -> bytes:
    end = file.seek(0, 2)
    file.seek(max(0, end - length))
    return file.read()
