"""What a post begins with: scope and criteria by kind, from the delivered file, which is read once."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "starters.json"


@dataclass(frozen=True, slots=True)
class Starter:
    scope: str
    criteria: list[dict[str, object]]
    basis: str


@cache
def starters() -> dict[str, Starter]:
    """By the key of `rules.BY_ROLE`."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        key: Starter(
            "\n".join(f"{n}. {line}" for n, line in enumerate(each["scope"], 1)),
            [dict(zip(("item", "standard", "points"), row, strict=True)) for row in each["criteria"]],
            each["basis"],
        )
        for key, each in told.items()
    }


def starter_of(key: str) -> Starter:
    return starters()[key]
