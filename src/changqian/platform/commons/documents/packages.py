"""Archive packages: the documents of a firm and a year as one zip, which says by itself whether it is whole.

A package has a folder for each document with its files, `metadata.json`, `metadata.xml` and `checks.json`; the list of
digests `SM3SUMS.txt`; and `manifest.json`, signed over that list.
"""

import json
import zipfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from django.utils import timezone

from changqian.platform.commons.documents.models import FiledDocument
from changqian.platform.commons.documents.services import checks_of, files_of, signature
from changqian.platform.foundation.files.services import content
from changqian.platform.kernel.crypto import same, sm3
from changqian.platform.kernel.errors import RuleViolation

MANIFEST, DIGESTS = "manifest.json", "SM3SUMS.txt"
IN_MEMORY = 32 << 20
MOST_DOCUMENTS, MOST_BYTES = 500, 1 << 30


def pack(rows: Sequence[FiledDocument], *, by: str, now: datetime) -> IO[bytes]:
    """The package of these documents. RuleViolation if there is none, if it would be too large, or if a document
    fails its checks, which says which."""
    if not rows:
        raise RuleViolation("没有已归档的文档，请先归档")
    size = sum(file["size"] for row in rows for file in row.metadata["files"])
    if len(rows) > MOST_DOCUMENTS or size > MOST_BYTES:
        raise RuleViolation("一个档案包最多500份文档、1GB，请按类别分开打包")
    out: IO[bytes] = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - it is handed on open
    try:
        _fill(out, rows, by=by, now=now)
    except BaseException:
        out.close()
        raise
    out.seek(0)
    return out


def _fill(out: IO[bytes], rows: Sequence[FiledDocument], *, by: str, now: datetime) -> None:
    digests: dict[str, str] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def write(name: str, data: bytes) -> None:
            digests[name] = sm3(data)
            archive.writestr(name, data)

        for row in rows:
            _write_document(row, write)
        listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()
        archive.writestr(DIGESTS, listed)
        told = {
            **{"documents": len(rows), "files": len(digests), "sm3": sm3(listed), "made_by": by},
            "made_at": timezone.localtime(now).isoformat(timespec="seconds"),
        }
        archive.writestr(MANIFEST, _json({**told, "mac": signature(told)}))


def _write_document(row: FiledDocument, write: Any) -> None:
    checks = checks_of(row)
    if failed := [each.sentence for each in checks if not each.passed]:
        raise RuleViolation(f"档号{row.number}的四性检测未通过，不能打包：{'；'.join(failed)}")
    for name, file in files_of(row):
        with content(file) as stream:
            write(f"{row.number}/{name}", stream.read())
    write(f"{row.number}/metadata.json", _json({**row.metadata, "mac": row.mac}))
    write(f"{row.number}/metadata.xml", _xml({**row.metadata, "mac": row.mac}))
    write(f"{row.number}/checks.json", _json([asdict(each) for each in checks]))


def faults_of(file: IO[bytes]) -> list[str]:
    """What is wrong with a package that was given back, each as a sentence that names the file; nothing if all holds.

    Needs the platform's key and no database.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            told = json.loads(archive.read(MANIFEST))
            mac = str(told.pop("mac"))
            listed = archive.read(DIGESTS)
            if not same(mac, signature(told)) or sm3(listed) != told["sm3"]:
                return ["档案包的签名不符：摘要清单被改动，或不是本系统打的包"]
            declared = {name: digest for digest, name in (line.split("  ", 1) for line in listed.decode().splitlines())}
            there = set(archive.namelist()) - {MANIFEST, DIGESTS}
            return [
                *(f"缺少文件“{name}”" for name in declared if name not in there),
                *(f"多出文件“{name}”" for name in sorted(there - declared.keys())),
                *(
                    f"文件“{name}”被改动或已损坏"
                    for name in declared
                    if name in there and _touched(archive, name, declared)
                ),
            ]
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError):
        return ["档案包已损坏，或不是本系统打的包"]


def _touched(archive: zipfile.ZipFile, name: str, declared: dict[str, str]) -> bool:
    try:
        return sm3(archive.read(name)) != declared[name]
    except zipfile.BadZipFile:
        return True


def _json(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _xml(told: dict[str, Any]) -> bytes:
    root = Element("document")
    for name, value in told.items():
        if name == "files":
            for each in value:
                SubElement(root, "file", {key: str(said) for key, said in each.items()})
        else:
            SubElement(root, name).text = str(value or "")
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))
