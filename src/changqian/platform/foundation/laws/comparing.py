"""Two versions of a law side by side: which article became which, and what in it changed. Pure.

Numbers shift when articles are put in, so articles are paired by what they say: the pairing keeps the order and makes
the sum of likenesses as large as possible.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import TextChoices

from changqian.platform.kernel.text import bigrams

ALIKE = 0.3
"Below this share of common pairs two articles have nothing to do with each other."


class Change(TextChoices):
    SAME = "same", "未变"
    RENUMBERED = "renumbered", "仅条号变化"
    CHANGED = "changed", "有修改"
    ADDED = "added", "新增"
    REMOVED = "removed", "删去"


@dataclass(frozen=True, slots=True)
class Words:
    """An article as it is compared: what it is called, and all it says."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: kept (""), only in the new version ("+"), only in the old ("-")."""

    sign: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    change: Change
    old: int | None
    "Place in the old version."
    new: int | None
    runs: list[Run]


def compared(old: Sequence[Words], new: Sequence[Words]) -> list[Row]:
    """The articles of both in order, each once."""
    rows = []
    for before, after in _paired(old, new):
        if before is None:
            assert after is not None
            rows.append(Row(Change.ADDED, None, after, [Run("+", new[after].text)]))
        elif after is None:
            rows.append(Row(Change.REMOVED, before, None, [Run("-", old[before].text)]))
        elif old[before].text == new[after].text:
            same = old[before].label == new[after].label
            kept = [Run("", new[after].text)]
            rows.append(Row(Change.SAME if same else Change.RENUMBERED, before, after, kept))
        else:
            rows.append(Row(Change.CHANGED, before, after, runs(old[before].text, new[after].text)))
    return rows


def runs(old: str, new: str) -> list[Run]:
    """What was kept, struck out and put in, such that the kept and the struck are the old text, the kept and the put
    the new one."""
    made: list[Run] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            made.append(Run("", old[a:b]))
            continue
        if a < b:
            made.append(Run("-", old[a:b]))
        if c < d:
            made.append(Run("+", new[c:d]))
    return _smoothed(made)


def _smoothed(made: list[Run]) -> list[Run]:
    """A character or two kept by chance between changes reads worse than a changed stretch as a whole."""
    out: list[Run] = []
    gone = put = ""
    for place, run in enumerate(made):
        chance = not run.sign and len(run.text) <= 2 and 0 < place < len(made) - 1
        if run.sign == "" and not chance:
            out += [Run(sign, text) for sign, text in (("-", gone), ("+", put)) if text]
            gone = put = ""
            out.append(run)
            continue
        gone += run.text if run.sign != "+" else ""
        put += run.text if run.sign != "-" else ""
    return out + [Run(sign, text) for sign, text in (("-", gone), ("+", put)) if text]


def _paired(old: Sequence[Words], new: Sequence[Words]) -> list[tuple[int | None, int | None]]:
    """Pairs in order; None where one side has no counterpart. The best total likeness, as in Needleman and Wunsch."""
    likeness = _likenesses(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in range(len(old) - 1, -1, -1):
        for j in range(len(new) - 1, -1, -1):
            together = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] >= ALIKE else 0.0
            best[i][j] = max(together, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[int | None, int | None]] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if likeness[i][j] >= ALIKE and best[i][j] == likeness[i][j] + best[i + 1][j + 1]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((i, None))
            i += 1
        else:
            pairs.append((None, j))
            j += 1
    return [*pairs, *((rest, None) for rest in range(i, len(old))), *((None, rest) for rest in range(j, len(new)))]


def _likenesses(old: Sequence[Words], new: Sequence[Words]) -> list[list[float]]:
    """The share of pairs of characters that two articles have in common, 0…1."""
    before = [frozenset(bigrams(each.text)) for each in old]
    after = [frozenset(bigrams(each.text)) for each in new]
    return [[_share(one, two) for two in after] for one in before]


def _share(one: frozenset[str], two: frozenset[str]) -> float:
    total = len(one) + len(two)
    if total and 2 * min(len(one), len(two)) < ALIKE * total:
        return 0.0  # However much they share, it is too little: most pairs of articles are told apart by length alone.
    return 2 * len(one & two) / total if total else 1.0
