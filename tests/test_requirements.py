"""`docs/requirements.csv` says where each requirement lives: what it names is there; what is absent names nothing."""

import csv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = list(csv.DictReader((ROOT / "docs/requirements.csv").read_text(encoding="utf-8").splitlines()))
BASES = [ROOT, ROOT / "src/changqian", ROOT / "src/changqian/platform"]


def named(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def test_all_requirements_are_there_once():
    assert len({row["id"] for row in ROWS}) == len(ROWS) == 156


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_state_says_no_more_than_there_is(row):
    assert row["state"] in ("done", "partial", "absent")
    for path in named(row["code"]) + named(row["tests"]):
        assert any((base / path).exists() for base in BASES), path
    if row["state"] == "absent":
        assert not row["code"]
        assert not row["tests"]
    else:
        assert row["code"]
        assert row["note"], "a state that is not absent says what is there and what is not"
    if row["state"] == "done":
        assert row["tests"], "nothing is done without a test"
