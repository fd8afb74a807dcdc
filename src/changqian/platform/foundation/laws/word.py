"""The text of an uploaded file: Markdown and plain text by their encoding, Word through python-docx.

A .doc of before 2007 is converted by LibreOffice where that is installed; where it is not, the refusal says what to do.
"""

import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from changqian.platform.foundation.files.rules import extension_of
from changqian.platform.foundation.files.sniffing import DOCX, recognise
from changqian.platform.kernel.errors import RuleViolation

LARGEST = 8 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
UNPACKED = 40 * 1024 * 1024
PATIENCE = 90
"Seconds LibreOffice may take."
ACCEPTED = "请上传 Markdown（.md）、文本（.txt）或 Word（.docx、.doc）文件"


def text_of(content: bytes, name: str) -> str:
    """The lines of the file; RuleViolation with a sentence for what cannot be read."""
    if not content:
        raise RuleViolation("文件是空的，请重新选择", field="file")
    if len(content) > LARGEST:
        raise RuleViolation(f"文件不能超过{LARGEST // 1024 // 1024}MB，请去掉图片后上传", field="file")
    if content.startswith(OLE):
        converted = _converted(content)
        _refuse_swollen(converted)
        return _of_docx(converted)
    if content.startswith(b"PK\x03\x04"):
        if recognise(BytesIO(content), name) is not DOCX:
            raise RuleViolation(f"这不是 Word 文件，{ACCEPTED}", field="file")
        _refuse_swollen(content)
        return _of_docx(content)
    if extension_of(name) not in ("md", "markdown", "txt", ""):
        raise RuleViolation(f"不支持这种文件，{ACCEPTED}", field="file")
    return _decoded(content)


def _refuse_swollen(content: bytes) -> None:
    """The text of a law unpacks to some hundred kilobytes; what unpacks to this much is made to fill the memory."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        if sum(part.file_size for part in package.infolist()) > UNPACKED:
            raise RuleViolation("文件解压后过大，请去掉图片后上传", field="file")


def _decoded(content: bytes) -> str:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RuleViolation(f"这不是文本文件，{ACCEPTED}", field="file")
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise RuleViolation("文件的文字编码无法识别，请另存为 UTF-8 后上传", field="file")


def _of_docx(content: bytes) -> str:
    from docx import Document  # lxml takes its time to load: only where somebody uploads a Word file.

    try:
        document = Document(BytesIO(content))
        return "\n".join(_lines(document))
    except RuleViolation:
        raise
    except Exception as error:  # whatever a broken package does to the reader, the uploader is told the same
        raise RuleViolation("Word 文件已损坏或格式特殊，无法读取，请另存为 docx 后上传", field="file") from error


def _lines(document: Any) -> Iterator[str]:
    """Paragraphs and the rows of tables, in their order; line breaks inside a paragraph are lines of their own."""
    from docx.table import Table

    for block in document.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = dict.fromkeys(cell.text.strip() for cell in row.cells)
                yield " ".join(each for each in cells if each)
        else:
            yield from block.text.split("\n")


def _converted(content: bytes) -> bytes:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise RuleViolation(
            "本机没有安装 LibreOffice，不能读取旧版 Word（.doc），请用 Word 或 WPS 另存为 docx 后上传", field="file"
        )
    with tempfile.TemporaryDirectory(prefix="changqian-doc-") as folder:
        source = Path(folder, "law.doc")
        source.write_bytes(content)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(source)]
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
            return Path(folder, "law.docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise RuleViolation("旧版 Word 文件转换失败，请另存为 docx 后上传", field="file") from error
