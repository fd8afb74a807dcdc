"""Search that forgives: width, case and spaces do not matter."""

import unicodedata
from functools import lru_cache


def normal(text: str) -> str:
    """Half-width, upper case, without spaces: how texts are compared."""
    return "".join(unicodedata.normalize("NFKC", text).upper().split())


def bigrams(text: str) -> list[str]:
    """The distinct pairs of neighbouring characters, sorted; one character stands for itself."""
    clean = normal(text)
    return sorted({clean[at : at + 2] for at in range(len(clean) - 1)} or set(clean))


def bigrams_and_letters(text: str) -> list[str]:
    """What is stored for a text: its pairs and also its single characters, so that one character finds something."""
    return sorted({*bigrams(text), *normal(text)})


@lru_cache(maxsize=20_000)
def _initial(character: str) -> str:
    from pypinyin import Style, lazy_pinyin  # Its dictionaries take 0.4 s to load: only where names are written.

    return lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore")[0][:1].upper()


def initials(text: str) -> str:
    """The first letter of each Chinese character's reading, HTJXC for 湖塘机械厂. One reading each: the usual one."""
    return "".join(_initial(each) for each in text if "\u4e00" <= each <= "\u9fff")
