"""What may be stored, how large, and under which name. Pure: no database, no clock, no disk."""

import re
import unicodedata
from datetime import timedelta
from pathlib import PurePosixPath, PureWindowsPath

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation


class Kind(TextChoices):
    PICTURE = "picture", "照片"
    DOCUMENT = "document", "文档"
    VIDEO = "video", "视频"
    AUDIO = "audio", "录音"


MEGABYTE = 1024 * 1024
LIMITS = {
    Kind.PICTURE: 20 * MEGABYTE,
    Kind.DOCUMENT: 50 * MEGABYTE,
    Kind.VIDEO: 200 * MEGABYTE,
    Kind.AUDIO: 20 * MEGABYTE,
}
LARGEST = max(LIMITS.values())
WAITING = 200
"Files somebody may have uploaded and not yet attached: a full outbox of one day, not a filled disk."
PER_SLOT = 30
"Files in one place of one row."
ORPHANED_AFTER = timedelta(hours=24)
NAME_LENGTH = 120


def refuse_size(kind: Kind, size: int) -> None:
    """RuleViolation for an empty file and for one beyond the limit of its kind."""
    if size == 0:
        raise RuleViolation("文件是空的，请重新选择", field="file")
    if size > LIMITS[kind]:
        most = LIMITS[kind] // MEGABYTE
        raise RuleViolation(
            f"{kind.label}不能超过{most}MB，这个文件有{size / MEGABYTE:.1f}MB，请压缩后上传", field="file"
        )


EXTENSION = re.compile(r"\.([a-z0-9]{1,8})\s*$", re.IGNORECASE)


def extension_of(name: str) -> str:
    """What stands behind the last dot, lower case; empty where that is no extension: 2026.3.16现场."""
    found = EXTENSION.search(name)
    return found[1].lower() if found else ""


def neat_name(given: str, extension: str) -> str:
    """A name that can be shown and saved anywhere: no folders, no invisible or turning characters, one extension.

    U+202E would show "报告gpj.exe" as "报告exe.jpg".
    """
    last = PureWindowsPath(PurePosixPath(given).name).name
    shown = "".join(" " if each.isspace() else each for each in unicodedata.normalize("NFC", last) if _is_seen(each))
    kept = "".join("_" if each in '<>:"/\\|?*' else each for each in shown).strip(" .")
    stem = EXTENSION.sub("", kept).strip(" .")
    return f"{stem[: NAME_LENGTH - len(extension) - 1] or '未命名'}.{extension}"


def _is_seen(each: str) -> bool:
    return each.isprintable() or unicodedata.category(each) == "Zs"
