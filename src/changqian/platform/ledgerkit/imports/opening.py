"""The file of an import: what it may be, where it lies, and asking the process that reads it."""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from changqian.platform.foundation.files import sniffing
from changqian.platform.foundation.files.rules import extension_of
from changqian.platform.foundation.files.storage import OWN, the_store
from changqian.platform.kernel import keyring
from changqian.platform.kernel.crypto import Unsealable
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.imports.rules import refuse_size

READER = "changqian.platform.ledgerkit.imports.reading"
SOURCES = Path(__file__).parents[4]
ALLOWED = "请上传Excel或WPS表格（xlsx、xls、et）或CSV文件"
DAMAGED = "文件读不出来，可能已损坏或有异常大的空白区域；请把数据复制到新建的表格中，另存为xlsx再上传"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PAGE = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")


def recognised(data: bytes, name: str) -> str:
    """xlsx, xls (which .et of WPS is inside) or csv, by the content; RuleViolation with a sentence otherwise."""
    refuse_size(len(data))
    head = data[:1024]
    if head.startswith(b"PK\x03\x04"):
        if sniffing.recognise(BytesIO(data), "") is not sniffing.XLSX:
            raise RuleViolation(f"这不是表格文件，{ALLOWED}", field="file")
        return "xlsx"
    if head.startswith(OLE):
        return "xls"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith(PAGE):
        raise RuleViolation("这个文件是网页格式，只是扩展名像表格；请用Excel或WPS打开后另存为xlsx再上传", field="file")
    utf16 = head.startswith((b"\xff\xfe", b"\xfe\xff"))
    if (b"\0" in head and not utf16) or any(head.startswith(each) for each, _ in sniffing.SIGNATURES):
        raise RuleViolation(f"不支持这种文件，{ALLOWED}", field="file")
    if extension_of(name) in ("xlsx", "xls", "et"):
        raise RuleViolation(f"扩展名“.{extension_of(name)}”与内容不符，{ALLOWED}", field="file")
    return "csv"


def keep(data: bytes) -> tuple[str, str]:
    """Put the file into the store, sealed, because it may hold identity numbers; where it lies, and its secret.

    A secret of its own, which lies in a sealed column: a rotation re-seals the secret and leaves the file alone.
    """
    key, secret = f"{OWN}imports/{uuid4().hex}", secrets.token_bytes(32)
    the_store().put(key, BytesIO(keyring.encrypt(secret, data, bound=key.encode())))
    return key, secret.hex()


def kept(key: str, secret: str) -> bytes:
    """RuleViolation if it is gone."""
    try:
        with the_store().open(key) as file:
            return keyring.decrypt(bytes.fromhex(secret), file.read(), bound=key.encode())
    except (KeyError, Unsealable):
        raise RuleViolation("上传的文件已清理，请重新上传") from None


def survey(data: bytes, form: str) -> list[dict[str, Any]]:
    """The sheets, as `reading.survey` tells of them; RuleViolation if the file cannot be read."""
    said = next(_ask("survey", form, data=data), None)
    if not isinstance(said, list):
        raise RuleViolation(_reason(said), field="file")
    if not said:
        raise RuleViolation("表格中没有内容，请核对后重新上传", field="file")
    return said


def rows(data: bytes, form: str, sheet: str) -> Iterator[tuple[int, list[Any]]]:
    """(number in the file, cells) of each row that is not blank; RuleViolation unless the end was reached."""
    for line in _ask("rows", form, sheet, data=data):
        if line is None:
            return
        if not isinstance(line, list):
            raise RuleViolation(_reason(line), field="file")
        yield line[0], line[1]
    raise RuleViolation(DAMAGED, field="file")


def _reason(said: Any) -> str:
    return str(said["refused"]) if isinstance(said, dict) and "refused" in said else DAMAGED


def _ask(*arguments: str, data: bytes) -> Iterator[Any]:
    """What the reading process writes, line by line."""
    env = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(SOURCES), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", READER, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env
    ) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None
        try:
            _feed(reader.stdin, data)
            for line in reader.stdout:
                yield json.loads(line)
        except ValueError:
            return  # Cut off in the middle of a line: whoever asked misses the end.
        finally:
            reader.kill()


def _feed(pipe: IO[bytes], data: bytes) -> None:
    """It reads all before it writes anything, so neither waits for the other."""
    try:
        pipe.write(data)
        pipe.close()
    except BrokenPipeError:
        pass
