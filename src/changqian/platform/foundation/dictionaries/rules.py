"""What codes mean: which industry is supervised as what, how large a firm is, what an old accident type became.

Pure: no database, no clock. The prefixes come from the dictionaries, because only some of them are published.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import TextChoices


@dataclass(frozen=True, slots=True)
class SupervisedRule:
    """A 监管行业 covers the codes below `include`, but not those below `exclude`. Prefixes with or without letter."""

    code: str
    include: tuple[str, ...]
    exclude: tuple[str, ...] = ()

    def reach(self, industry: str) -> int:
        """How many characters of the industry's code the best prefix names; 0 if it is not covered."""
        if any(_below(industry, prefix) for prefix in self.exclude):
            return 0
        return max((len(prefix) for prefix in self.include if _below(industry, prefix)), default=0)


def supervised_industry(industry: str, rules: Iterable[SupervisedRule]) -> str:
    """The 监管行业 of a GB/T 4754 code like C3252; empty if no rule covers it. The most exact prefix wins.

    应急厅〔2019〕17号 settles 冶金, 有色, 建材 and 机械.
    """
    best = max(rules, key=lambda rule: rule.reach(industry), default=None)
    return best.code if best and best.reach(industry) else ""


def _below(industry: str, prefix: str) -> bool:
    """`3252` and `C3252` are both below `32`; `B` is a whole section."""
    return industry.startswith(prefix) if prefix[:1].isalpha() else industry[1:].startswith(prefix)


class Scale(TextChoices):
    LARGE = "large", "大型"
    MEDIUM = "medium", "中型"
    SMALL = "small", "小型"
    MICRO = "micro", "微型"


@dataclass(frozen=True, slots=True)
class ScaleRow:
    """The lower bounds of 大, 中 and 小 per figure: staff, revenue and assets in 万元; None where it does not count."""

    industries: tuple[str, ...]
    staff: tuple[int, int, int] | None
    revenue: tuple[int, int, int] | None = None
    assets: tuple[int, int, int] | None = None


SCALES = (
    ScaleRow(("A",), None, (20_000, 500, 50)),
    ScaleRow(("B", "C", "D"), (1000, 300, 20), (40_000, 2000, 300)),
    ScaleRow(("E",), None, (80_000, 6000, 300), (80_000, 5000, 300)),
    ScaleRow(("51",), (200, 20, 5), (40_000, 5000, 1000)),
    ScaleRow(("52",), (300, 50, 10), (20_000, 500, 100)),
    ScaleRow(("54", "55", "56", "57", "58", "591"), (1000, 300, 20), (30_000, 3000, 200)),
    ScaleRow(("592", "593", "594", "595", "596", "599"), (200, 100, 20), (30_000, 1000, 100)),
    ScaleRow(("60",), (1000, 300, 20), (30_000, 2000, 100)),
    ScaleRow(("61", "62"), (300, 100, 10), (10_000, 2000, 100)),
    ScaleRow(("63", "64"), (2000, 100, 10), (100_000, 1000, 100)),
    ScaleRow(("65",), (300, 100, 10), (10_000, 1000, 50)),
    ScaleRow(("701",), None, (200_000, 1000, 100), (10_000, 5000, 2000)),
    ScaleRow(("702",), (1000, 300, 100), (5000, 1000, 500)),
    ScaleRow(("L",), (300, 100, 10), None, (120_000, 8000, 100)),
    ScaleRow(("703", "704", "709", "M", "N", "O", "84", "85", "R"), (300, 100, 10)),
)
"统计上大中小微型企业划分办法 (2017). 铁路, 金融, 教育 and administration are not divided."


def scale_row(industry: str) -> ScaleRow | None:
    """The bounds that hold in this industry; None where firms are not divided."""
    return next((row for row in SCALES if any(_below(industry, prefix) for prefix in row.industries)), None)


def scale(industry: str, staff: int | None, revenue: Decimal | None, *, assets: Decimal | None = None) -> Scale | None:
    """大中小微: every figure that counts in this industry must reach the bound, else one size less.

    None where the industry is not divided, or a figure that counts is unknown.
    """
    row = scale_row(industry)
    if row is None:
        return None
    counted = [(row.staff, staff), (row.revenue, revenue), (row.assets, assets)]
    figures = [(bounds, figure) for bounds, figure in counted if bounds is not None]
    if any(figure is None for _, figure in figures):
        return None
    for place, size in enumerate((Scale.LARGE, Scale.MEDIUM, Scale.SMALL)):
        if all(figure >= bounds[place] for bounds, figure in figures if figure is not None):
            return size
    return Scale.MICRO


def becomes(old: str, table: Mapping[str, Sequence[str]]) -> str | None:
    """The GB 6441-2025 code of an accident type of 1986; None if several are possible and somebody must choose.

    By 先发诱导性原因: 其他爆炸 may have been gas, vapour, dust, another solid or molten metal.
    """
    candidates = table.get(old, ())
    return candidates[0] if len(candidates) == 1 else None


def in_force(effective_from: date, effective_to: date | None, on: date) -> bool:
    return effective_from <= on and (effective_to is None or on <= effective_to)
