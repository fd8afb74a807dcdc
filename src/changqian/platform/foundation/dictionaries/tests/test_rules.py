from datetime import date
from decimal import Decimal

import pytest

from changqian.platform.foundation.dictionaries.rules import (
    SupervisedRule,
    becomes,
    in_force,
    scale,
    supervised_industry,
)

RULES = (
    SupervisedRule("building_materials", ("30",), ("305", "3073")),
    SupervisedRule("machinery", ("33", "38"), ("384", "385")),
    SupervisedRule("light", ("305", "3073", "384", "385")),
    SupervisedRule("chemical", ("25", "26"), ("267",)),
    SupervisedRule("fireworks", ("2672",)),
    SupervisedRule("other_industry", ("B", "C", "D")),
    SupervisedRule("by_licence", ()),
)


@pytest.mark.parametrize(
    ("industry", "expected"),
    [
        ("C3011", "building_materials"),
        ("C3054", "light"),
        ("C3073", "light"),
        ("C3071", "building_materials"),
        ("C3811", "machinery"),
        ("C3841", "light"),
        ("C2614", "chemical"),
        ("C2672", "fireworks"),
        ("C2671", "other_industry"),
        ("C4190", "other_industry"),
        ("D4411", "other_industry"),
        ("F5211", ""),
        ("C30", "building_materials"),
        ("C", "other_industry"),
        ("", ""),
    ],
)
def test_the_most_exact_prefix_decides_how_an_industry_is_supervised(industry, expected):
    assert supervised_industry(industry, RULES) == expected


@pytest.mark.parametrize(
    ("industry", "staff", "revenue", "expected"),
    [
        ("C3484", 1000, 40_000, "large"),
        ("C3484", 999, 40_000, "medium"),
        ("C3484", 1000, 39_999, "medium"),
        ("C3484", 300, 2000, "medium"),
        ("C3484", 5000, 1999, "small"),
        ("C3484", 20, 300, "small"),
        ("C3484", 19, 300, "micro"),
        ("C3484", 0, 0, "micro"),
        ("F5121", 200, 40_000, "large"),
        ("F5121", 5, 1000, "small"),
        ("F5211", 300, 20_000, "large"),
        ("F5211", 300, 499, "small"),
        ("G5430", 1000, 30_000, "large"),
        ("G5911", 200, 3000, "small"),
        ("G5941", 200, 30_000, "large"),
        ("H6110", 10, 100, "small"),
        ("I6510", 300, 10_000, "large"),
        ("A0111", None, 20_000, "large"),
        ("A0111", None, 49, "micro"),
        ("M7310", 100, None, "medium"),
        ("C3484", None, 40_000, None),
        ("C3484", 1000, None, None),
        ("E4710", 5000, 90_000, None),
        ("P8310", 5000, 90_000, None),
        ("G5310", 5000, 90_000, None),
        ("", 1000, 40_000, None),
    ],
)
def test_how_large_a_firm_is(industry, staff, revenue, expected):
    assert scale(industry, staff, None if revenue is None else Decimal(revenue)) == expected


def test_construction_is_measured_by_assets_too():
    assert scale("E4710", None, Decimal(80_000), assets=Decimal(80_000)) == "large"
    assert scale("E4710", None, Decimal(80_000), assets=Decimal(79_999)) == "medium"
    assert scale("L7211", 300, None, assets=Decimal(100)) == "small"


def test_an_old_accident_type_becomes_a_new_one_only_if_there_is_no_choice():
    table = {"01": ["WSA10001"], "18": ["WSA10016", "WSA10018"]}
    assert becomes("01", table) == "WSA10001"
    assert becomes("18", table) is None
    assert becomes("77", table) is None


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-06-30", False), ("2026-07-01", True), ("2027-06-30", True), ("2027-07-01", False)],
)
def test_in_force_from_the_first_to_the_last_day(day, expected):
    assert in_force(date(2026, 7, 1), date(2027, 6, 30), date.fromisoformat(day)) is expected
