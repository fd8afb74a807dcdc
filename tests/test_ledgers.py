"""Every ledger keeps the promises of `LedgerContract`; which do not, and why, stands here and nowhere else."""

from importlib import import_module
from inspect import getmembers, isfunction
from pathlib import Path
from typing import Any

import changqian.platform
from changqian.platform.commons.checks.services import items_of
from changqian.platform.commons.checks.stats import STATISTICS
from changqian.platform.commons.plans.services import check_in, make_plan
from changqian.platform.ledgerkit.api import LedgerViewSet
from changqian.platform.ledgerkit.ledgers import ledgers
from changqian.platform.ledgerkit.stats import rebuild
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.equipment.tests.making import machine
from changqian.platform.safety.risks.services import patrol
from changqian.platform.safety.risks.tests.making import MORNING, answers, in_force

PLATFORM = Path(changqian.platform.__file__).parent

JOINING = "who sees it depends on what he asked for or decides, and no manager makes it: stories and lists of joining"
WHISTLE = "no role opens a report: handlers see theirs, an authority what was brought before it; stories of whistle"
WITHOUT_A_CONTRACT = {
    **{each: WHISTLE for each in ("whistles", "whistle-escalations", "whistle-bulletins")},
    **{each: JOINING for each in ("claims", "invitations", "members")},
    "firm-summaries": "a job forms them and nobody changes one: stories of summaries",
    "risk-changes": "steps of risk points leave them, under the contract of those: stories of changes",
    "patrols": "the inspections of risk points: the same rows, code and grants as inspections",
    "check-ins": "the inspections of plans: the same rows, code and grants as inspections",
}
KEPT_IN_ANOTHER_WAY = {
    ("certificates", "test_a_fast_row_is_what_the_serializer_says"): "its state is a column of the query alone",
    ("codes", "test_a_change_of_what_somebody_else_changed_is_refused"): "a void code is refused before the version",
    ("documents", "test_making_and_changing_are_audited"): "between making and checking stands which files were filed",
    ("inspections", "test_without_the_permission_nothing_is_made"): "its making needs a point, made before",
    ("plan-tasks", "test_making_and_changing_are_audited"): "tasks are made as a set, with one entry for all",
    ("plan-tasks", "test_a_change_of_what_somebody_else_changed_is_refused"): "to cancel is a task's last step",
    ("tasks", "test_a_change_of_what_somebody_else_changed_is_refused"): "asking twice is refused before the version",
}


def contracts() -> list[type[LedgerContract]]:
    for file in PLATFORM.glob("*/*/tests/test_*.py"):
        if "LedgerContract" in file.read_text():
            import_module(".".join(["changqian", "platform", *file.relative_to(PLATFORM).with_suffix("").parts]))
    return LedgerContract.__subclasses__()


def name(contract: type[LedgerContract]) -> str:
    return contract.url.strip("/").rpartition("/")[2]


def test_every_ledger_has_its_contract() -> None:
    known = {each for each, ledger in ledgers().items() if issubclass(ledger.view, LedgerViewSet)}
    assert {name(each) for each in contracts()} == known - WITHOUT_A_CONTRACT.keys()
    assert all(each.view is ledgers()[name(each)].view for each in contracts())


def test_a_promise_is_inherited_or_its_exception_is_known() -> None:
    promises = {promise for promise, _ in getmembers(LedgerContract, isfunction) if promise.startswith("test_")}
    own = {(name(each), promise) for each in contracts() for promise in promises & vars(each).keys()}
    assert own == KEPT_IN_ANOTHER_WAY.keys()


def test_patrols_and_check_ins_are_counted_each_by_itself(cast: Any, api: Any) -> None:
    point = in_force(cast)
    patrol(
        actor=cast.worker, control_level="post", now=MORNING, risk_point=point.pk, answers=answers(point),
        position_missing="denied",
    )  # fmt: skip
    today = MORNING.date()
    press = machine(cast, today=today)
    plan = make_plan(
        actor=cast.officer, site=cast.site, subject_kind="equipment", subject_group="press", today=today,
        name="冲床周检", kind="patrol", period="week", items=[{"text": "光电保护有效"}],
    )  # fmt: skip
    question = items_of("plan", [plan.pk])[0]
    said = {"plan": plan.pk, "subject": press.pk, "answers": [{"item": question.pk, "answer": "ok"}]}
    for _ in range(2):
        check_in(actor=cast.worker, now=MORNING, position_missing="denied", **said)
    rebuild(STATISTICS, today=today)
    counted, listed = {}, {}
    for each in ("inspections", "patrols", "check-ins"):
        figures = api(cast.city).get(f"/api/{each}/stats/?since=2026-01-01&until=2026-12-01").json()
        counted[each] = {figure["measure"]: figure["total"] for figure in figures}["total"]
        listed[each] = api(cast.city).get(f"/api/{each}/").json()["count"]
    assert counted == listed == {"inspections": 3, "patrols": 1, "check-ins": 2}
