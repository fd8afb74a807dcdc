"""What counts for the quality value, and how a month is told."""

from datetime import date
from decimal import Decimal

import pytest

from changqian.platform.commons.summaries.models import FirmSummary, RegionSummary
from changqian.platform.commons.summaries.rules import (
    SOURCES,
    advice,
    corrected_with,
    percent,
    points,
    refuse_unfinished,
    sentences,
    whole_hundred,
)
from changqian.platform.commons.summaries.services import COLUMNS, OF_FIRMS, OF_REGIONS, QUALITY
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import every


@pytest.mark.parametrize(
    ("n", "whole", "most", "brought"),
    [
        (0, 0, 30, "30.0"),  # Nothing was to do.
        (0, 7, 30, "0.0"),
        (7, 7, 30, "30.0"),
        (1, 3, 25, "8.3"),
        (2, 3, 25, "16.7"),
        (9, 7, 30, "30.0"),  # More than asked for brings no more.
        (1, 16, 30, "1.9"),  # 1.875: half a tenth and more is a tenth.
        (1, 1, 13.3, "13.3"),
    ],
)
def test_a_part_brings_points_in_proportion(n, whole, most, brought):
    assert points(n, whole, most) == Decimal(brought)


@pytest.mark.parametrize(
    ("weights", "told"),
    [
        ({"report": 30, "tasks": 30, "hazards": 25, "cards": 15}, [30.0, 30.0, 25.0, 15.0]),
        ({"report": 0, "tasks": 60, "hazards": 40, "cards": 0}, [0.0, 60.0, 40.0, 0.0]),
        ({"report": 1, "tasks": 1, "hazards": 1, "cards": 1}, [25.0, 25.0, 25.0, 25.0]),
    ],
)
def test_weights_are_told_as_parts_of_a_hundred(weights, told):
    assert list(whole_hundred(weights).values()) == told


def test_weights_of_nothing_are_refused():
    with pytest.raises(RuleViolation, match="不能都为0"):
        whole_hundred({"report": 0, "tasks": 0})


def test_a_month_that_is_not_over_is_not_summed_up():
    with pytest.raises(RuleViolation, match="还没有结束"):
        refuse_unfinished(date(2026, 4, 1), today=date(2026, 4, 30))
    refuse_unfinished(date(2026, 4, 1), today=date(2026, 5, 1))


def test_three_months_are_corrected():
    assert corrected_with(date(2026, 1, 1)) == (date(2025, 10, 1), date(2025, 11, 1), date(2025, 12, 1))


def test_nothing_to_do_is_wholly_done():
    assert (percent(0, 0), percent(1, 3)) == (100.0, 33.3)


NONE = dict.fromkeys((*OF_FIRMS.columns,), 0)


def test_a_month_in_words():
    quiet = list(sentences(NONE))
    assert "本月没有风控任务。" in quiet
    assert "本月没有发现隐患。" in quiet
    assert not any("报告" in each for each in quiet)
    busy = {**NONE, "tasks": 4, "tasks_done": 3, "tasks_late": 1, "required": 8, "performed": 6, "report_owed": 1}
    told = list(sentences({**busy, "hazards": 2, "hazards_closed": 1, "hazards_on_time": 1}))
    assert "风控任务 4 项，完成 3 项（逾期完成 1 项）；应检查 8 次，完成 6 次，检查完成率 75.0%。" in told
    assert "发现隐患 2 条（重大 0 条），已闭环 1 条，其中按期整改 1 条，逾期未整改 0 条。" in told
    assert told[-1] == "本年风险报告应报未报。"
    region = {**busy, "enterprises": 3, "tasked": 2, "finished": 1, "report_owed": 5, "report_made": 4}
    of_region = list(sentences(region))
    assert of_region[0] == "共 3 家企业有风险管控数据，2 家有风控任务，其中 1 家全部完成。"
    assert of_region[-1] == "应向省系统报告风险的企业 5 家，已报告 4 家。"


def test_every_column_is_a_measure_that_some_ledger_counts(db):
    known = {(each.ledger, measure) for each in every() for measure in each.measures(date(2026, 4, 1))}
    assert {(source.ledger, source.measure) for source in SOURCES} <= known


def test_standing_ones_are_those_of_which_the_facts_tell_what_is_there():
    stands = {
        (each.ledger, name) for each in every() for name, one in each.measures(date(2026, 4, 1)).items() if one.stands
    }
    assert {(each.ledger, each.measure) for each in SOURCES if each.standing} <= stands


@pytest.mark.parametrize(("kind", "model"), [(OF_FIRMS, FirmSummary), (OF_REGIONS, RegionSummary)])
def test_every_figure_has_its_column(kind, model):
    assert {*kind.columns, *QUALITY} <= {column.name for column in model._meta.concrete_fields}


ALL_DONE = dict.fromkeys((*COLUMNS,), 0)


@pytest.mark.parametrize(
    ("left", "following", "said"),
    [
        ({"hazards": 5, "hazards_closed": 2, "hazards_overdue": 1}, 5, ["整改逾期隐患 1 条", "未闭环隐患 2 条"]),
        ({"tasks": 9, "tasks_done": 7}, 5, ["有 2 项风控任务未完成"]),
        ({"cards_missing": 3, "cards_stale": 4}, 5, ["告知卡 3 张并张贴", "重制告知卡 4 张"]),
        ({"report_owed": 1}, 5, ["应报未报"]),
        ({"changes_raised": 1, "changes_resumed": 2}, 5, ["风险点 3 个"]),
        ({}, 6, ["季末：主要负责人"]),
        ({"reported_points": 2}, 2, ["3月31日前"]),
        ({}, 2, []),
    ],
)
def test_what_a_month_leaves_is_for_the_next(left, following, said):
    *told, always = advice(
        {**ALL_DONE, **left}, following=date(2026, following, 1), overdue=left.get("hazards_overdue", 0)
    )
    assert [words for words, line in zip(said, told, strict=True) if words not in line] == []
    assert always.startswith("按风险等级和管控层级完成下月风控任务")
