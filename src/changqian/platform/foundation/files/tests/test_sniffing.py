"""What a file is, whatever it is called; and why it is refused."""

from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from changqian.platform.foundation.files import pictures
from changqian.platform.foundation.files.pictures import measured
from changqian.platform.foundation.files.rules import LIMITS, MEGABYTE, Kind, neat_name, refuse_size
from changqian.platform.foundation.files.sniffing import ALLOWED, HOW_TO_SAVE_HEIC, SIGNATURES, recognise
from changqian.platform.foundation.files.tests.samples import (
    DOCX,
    HTML,
    JPEG,
    MOV,
    MP4,
    PDF,
    PNG,
    SOUND,
    SVG,
    VOICE,
    WEBP,
    XLSX,
    box,
    document,
    film,
    picture,
)
from changqian.platform.kernel.errors import RuleViolation


@pytest.mark.parametrize(
    ("content", "name", "kind", "mime"),
    [
        (JPEG, "现场.jpg", Kind.PICTURE, "image/jpeg"),
        (JPEG, "IMG_0001.JPEG", Kind.PICTURE, "image/jpeg"),
        (JPEG, "2026.3.16现场", Kind.PICTURE, "image/jpeg"),
        (JPEG, "现场.jpg ", Kind.PICTURE, "image/jpeg"),
        (JPEG, "blob", Kind.PICTURE, "image/jpeg"),
        (PNG, "截图.png", Kind.PICTURE, "image/png"),
        (WEBP, "a.webp", Kind.PICTURE, "image/webp"),
        (PDF, "预案.pdf", Kind.DOCUMENT, "application/pdf"),
        (DOCX, "制度.docx", Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (XLSX, "台账.xlsx", Kind.DOCUMENT, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (MP4, "录像.mp4", Kind.VIDEO, "video/mp4"),
        (film(b"mp42"), "录像.m4v", Kind.VIDEO, "video/mp4"),
        (MOV, "IMG_0002.MOV", Kind.VIDEO, "video/quicktime"),
        (VOICE, "录音.webm", Kind.AUDIO, "audio/webm"),
        (SOUND, "录音.m4a", Kind.AUDIO, "audio/mp4"),
        (b"ID3\x04" + bytes(100), "录音.mp3", Kind.AUDIO, "audio/mpeg"),
        (b"#!AMR\n" + bytes(100), "录音.amr", Kind.AUDIO, "audio/amr"),
        (JPEG + MP4, "动态照片.jpg", Kind.PICTURE, "image/jpeg"),
    ],
)
def test_a_file_is_what_its_content_is(content, name, kind, mime):
    found = recognise(BytesIO(content), name)
    assert (found.kind, found.mime) == (kind, mime)


HIDDEN = "文件中夹带了另一种格式的内容，不能上传"
BROKEN_FILM = "视频文件不完整或已损坏，请重新拍摄或导出后上传"
PROGRAM = f"不能上传程序文件，{ALLOWED}"
PAGE = f"不能上传网页、SVG或XML文件，{ALLOWED}"
BAD_FILES = [
    ("录像.webm", VOICE.replace(b"A_OPUS", b"V_VP8 A_OPUS"), "不支持WebM视频，请上传MP4视频"),
    ("网页.jpg", HTML, PAGE),
    ("图.svg", SVG, PAGE),
    ("图.png", b"\xef\xbb\xbf \n<svg>", PAGE),
    ("网页.html", "\ufeff<html>".encode("utf-16-le"), PAGE),
    ("照片.jpg", b"MZ\x90\0" + bytes(100), PROGRAM),
    ("setup.exe", b"MZ\x90\0" + bytes(100), PROGRAM),
    ("a.pdf", b"\x7fELF" + bytes(100), PROGRAM),
    ("a.docx", b"#!/bin/sh\n", PROGRAM),
    ("a.class", b"\xca\xfe\xba\xbe\0\0\0\x34", PROGRAM),
    ("IMG_0003.HEIC", box(b"ftyp", b"heic\0\0\0\0"), HOW_TO_SAVE_HEIC),
    ("IMG_0003.jpg", box(b"ftyp", b"mif1\0\0\0\0"), HOW_TO_SAVE_HEIC),
    ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "不支持旧版或加密的Office文件，请去掉密码并另存为docx或xlsx后上传"),
    ("动.gif", b"GIF89a", "不支持GIF、BMP、TIFF图片，请转换为JPG或PNG后上传"),
    ("说明.txt", "安全生产".encode(), f"不支持这种文件，{ALLOWED}"),
    ("空白.jpg", bytes(100), f"不支持这种文件，{ALLOWED}"),
    ("a.zip", document("a.txt"), f"不能上传压缩包，{ALLOWED}"),
    ("a.docx", document("ppt/presentation.xml"), f"不能上传压缩包，{ALLOWED}"),
    ("a.docx", b"PK\x03\x04" + bytes(60), "文件已损坏，无法打开，请重新导出后上传"),
    ("a.docx", DOCX[: len(DOCX) // 2], "文件已损坏，无法打开，请重新导出后上传"),
    (
        "a.docx",
        document("word/document.xml", "word/vbaProject.bin"),
        "文件中含有宏或程序，请另存为不含宏的docx或xlsx后上传",
    ),
    (
        "a.xlsx",
        document("xl/workbook.xml", "xl/embeddings/run.EXE"),
        "文件中含有宏或程序，请另存为不含宏的docx或xlsx后上传",
    ),
    ("a.xlsx", document("xl/workbook.xml", content=bytes(60 * MEGABYTE)), "文件解压后过大，无法接收"),
    ("截断.pdf", PDF[:-7], "PDF文件不完整，请重新导出后上传"),
    ("截断.mp4", MP4[:-10], BROKEN_FILM),
    ("无索引.mp4", box(b"ftyp", b"isom") + box(b"mdat", b"x"), BROKEN_FILM),
    ("尾随.mp4", MP4 + b"tail", BROKEN_FILM),
    ("死循环.mp4", box(b"ftyp", b"isom") + b"\0\0\0\x04moov", BROKEN_FILM),
    ("报告.pdf", JPEG, "扩展名“.pdf”与内容（JPEG图片）不符，请核对后重新上传"),
    ("照片.jpg", PNG, "扩展名“.jpg”与内容（PNG图片）不符，请核对后重新上传"),
    ("照片.jpg.exe", JPEG, "扩展名“.exe”与内容（JPEG图片）不符，请核对后重新上传"),
    ("台账.docx", XLSX, "扩展名“.docx”与内容（Excel表格）不符，请核对后重新上传"),
    ("照片.jpg", JPEG + document("a.class"), HIDDEN),
    ("照片.png", PNG + DOCX, HIDDEN),
    ("照片.jpg", picture(comment=b"%PDF-1.7"), HIDDEN),
    ("照片.jpg", picture(comment=b"<ScRiPt>alert(1)</script>"), HIDDEN),
    ("预案.pdf", PDF[:9] + b"<html><script>" + PDF[9:], HIDDEN),
    ("预案.pdf", PDF + document("a.class"), HIDDEN),
]


@pytest.mark.parametrize(("name", "content", "sentence"), BAD_FILES, ids=range(len(BAD_FILES)))
def test_why_a_file_is_refused_is_said_in_a_sentence(name, content, sentence):
    with pytest.raises(RuleViolation) as refused:
        recognise(BytesIO(content), name)
    assert str(refused.value) == sentence
    assert refused.value.field == "file"


@given(st.binary(max_size=400), st.text(max_size=20))
def test_garbage_is_refused_with_a_sentence(content, name):
    assume(not content.startswith((b"RIFF", *(signature for signature, _ in SIGNATURES))) and content[4:8] != b"ftyp")
    with pytest.raises(RuleViolation):
        recognise(BytesIO(content), name)


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow remarks on damaged EXIF and goes on.
@given(st.sampled_from([JPEG, PNG, WEBP, PDF, DOCX, XLSX, MP4, MOV]), st.data())
def test_a_damaged_file_is_taken_or_refused_and_never_breaks_us(content, data):
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = bytearray(content)
    damaged[at] ^= data.draw(st.integers(1, 255))
    with suppress(RuleViolation):
        if recognise(BytesIO(damaged), "").kind == Kind.PICTURE:
            measured(BytesIO(damaged))


@pytest.mark.parametrize(
    ("kind", "size", "sentence"),
    [
        (Kind.PICTURE, 0, "文件是空的，请重新选择"),
        (Kind.PICTURE, LIMITS[Kind.PICTURE] + 1, "照片不能超过20MB，这个文件有20.0MB，请压缩后上传"),
        (Kind.DOCUMENT, 60 * MEGABYTE, "文档不能超过50MB，这个文件有60.0MB，请压缩后上传"),
        (Kind.VIDEO, 201 * MEGABYTE, "视频不能超过200MB，这个文件有201.0MB，请压缩后上传"),
    ],
)
def test_each_kind_has_its_limit(kind, size, sentence):
    refuse_size(kind, LIMITS[kind])
    with pytest.raises(RuleViolation) as refused:
        refuse_size(kind, size)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("现场照片.jpg", "现场照片.jpg"),
        ("IMG.JPEG", "IMG.jpg"),
        ("blob", "blob.jpg"),
        ("", "未命名.jpg"),
        ("...", "未命名.jpg"),
        ("2026.3.16现场", "2026.3.16现场.jpg"),
        ("现场.JPG ", "现场.jpg"),
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\me\\照片.jpg", "照片.jpg"),
        ("报告\u202egpj.jpg", "报告gpj.jpg"),
        ('a"b<c>:d?.jpg', "a_b_c__d_.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie_ x.jpg"),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
    ],
)
def test_names_are_neat(given_name, name):
    assert neat_name(given_name, "jpg") == name


@given(st.text())
def test_any_name_becomes_one_that_can_be_shown_and_stored(text):
    name = neat_name(text, "jpg")
    assert name.isprintable()
    assert name.endswith(".jpg")
    assert 4 < len(name) <= 120
    assert not set(name) & set('/\\:*?"<>|')


def test_a_picture_is_measured_as_it_is_looked_at():
    assert measured(BytesIO(JPEG)) == (800, 600)
    assert measured(BytesIO(picture(orientation=6))) == (600, 800)


@pytest.mark.parametrize("content", [JPEG[:2000], PNG[: len(PNG) // 2], WEBP[:60]])
def test_half_a_picture_is_refused(content):
    with pytest.raises(RuleViolation, match="照片不完整或已损坏，请重新拍摄或选择"):
        measured(BytesIO(content))


@pytest.mark.parametrize("form", ["JPEG", "PNG"])
def test_a_picture_that_would_fill_the_memory_is_refused_unopened(form, monkeypatch):
    monkeypatch.setitem(pictures.MOST, form, 100_000)
    with pytest.raises(RuleViolation, match="照片像素过大（约48万像素），请改用普通模式拍摄或缩小后上传"):
        measured(BytesIO(picture(form)))


def test_a_decompression_bomb_is_refused():
    """A few kilobytes that would unfold to 400 million pixels."""
    with pytest.raises(RuleViolation, match="照片像素过大"):
        measured(BytesIO(bomb()))


def bomb() -> bytes:
    """A PNG header that announces 20 000 × 20 000 pixels."""
    import zlib

    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    header = (20_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )
