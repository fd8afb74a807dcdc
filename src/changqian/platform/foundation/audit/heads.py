"""The end of the chain, written down outside the database once a day: one JSON line each in <data>/audit/heads.jsonl.

Whoever can rewrite the database cannot rewrite what was copied elsewhere by then. Each line is signed, so that a forged
line is told from a forged chain.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from changqian.platform.foundation.audit.services import Broken, Head, head
from changqian.platform.kernel.crypto import hmac_sm3, same


def heads_file() -> Path:
    return Path(settings.DATA) / "audit" / "heads.jsonl"


def export_head(day: str) -> str:
    """Append the present head under the local date; return what was done, as a sentence."""
    last = head()
    if last is None:
        return "审计链还是空的"
    said = {"day": day, "at": timezone.localtime().isoformat(timespec="seconds"), "seq": last.seq, "hash": last.hash}
    file = heads_file()
    file.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as out:
        out.write(json.dumps({**said, "mac": _mac(said)}, ensure_ascii=False) + "\n")
        out.flush()
        os.fsync(out.fileno())
    return f"第{last.seq}条 {last.hash[:12]}"


def exported() -> Iterator[Head]:
    """The heads exported so far; Broken at a line that is not ours."""
    try:
        lines = heads_file().read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, start=1):
        try:
            said = json.loads(line)
            mac = said.pop("mac")
            found = Head(int(said["seq"]), str(said["hash"]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Broken(f"链末摘要文件第{number}行无法识别") from error
        if not isinstance(mac, str) or not same(mac, _mac(said)):
            raise Broken(f"链末摘要文件第{number}行被改动")
        yield found


def _mac(said: Mapping[str, object]) -> str:
    return hmac_sm3(settings.KEYS["audit"], json.dumps(said, sort_keys=True).encode())
