"""What a 常安码 contains: nothing. An opaque random token in a URL; what it opens is looked up. (domain §2.6)

Pure but for the random source, which is an argument.
"""

from collections.abc import Callable
from datetime import datetime

from django.db.models import TextChoices

from changqian.platform.kernel.errors import RuleViolation

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"Base 32 without I, L, O and U: nothing on a printed label can be read in two ways."
LETTERS = ALPHABET[10:]
LENGTH = 26
"One letter and 25 characters: log2(22) + 25 * 5 = 129.4 bits."
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})

UNKNOWN_ALLOWED = 20
"Unknown tokens an address may ask for within a window, before its anonymous scans are refused."
WINDOW_MINUTES = 10


class Colour(TextChoices):
    """The four colours of risk; a site's own code has none. (风险管理条例第十六条)"""

    NONE = "none", "无"
    RED = "red", "红"
    ORANGE = "orange", "橙"
    YELLOW = "yellow", "黄"
    BLUE = "blue", "蓝"


class LabelSize(TextChoices):
    """Printed size of one label, and with it how many fit on an A4 page."""

    LARGE = "large", "大（每页2张）"
    MEDIUM = "medium", "中（每页8张）"
    SMALL = "small", "小（每页24张）"


class Step(TextChoices):
    REISSUE = "reissue", "换发常安码"
    REVOKE = "revoke", "停用常安码"


def new_token(choose: Callable[[str], str]) -> str:
    """A token of LENGTH characters, one `choose` per character. It begins with a letter, so it is never a number."""
    return choose(LETTERS) + "".join(choose(ALPHABET) for _ in range(LENGTH - 1))


def normal_token(text: str) -> str:
    """The token as it is stored, from what a person typed or a camera read; "" if it cannot be one."""
    token = text.strip().upper().replace("-", "").translate(READ_AS)
    if len(token) != LENGTH or token[0] not in LETTERS or not set(token) <= set(ALPHABET):
        return ""
    return token


def still_live(revoked_at: datetime | None) -> None:
    """RuleViolation for a code that is void already."""
    if revoked_at is not None:
        raise RuleViolation("该常安码已停用")
