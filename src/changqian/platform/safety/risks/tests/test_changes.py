"""管控变更: each step that changes the control of a risk leaves one, and the statistics tell them by month."""

from datetime import timedelta

from changqian.platform.ledgerkit.stats import recompute
from changqian.platform.safety.risks.models import ControlChange, RiskPoint
from changqian.platform.safety.risks.services import approve_point, edit_point, revise_point, stop_point
from changqian.platform.safety.risks.stats import CHANGE_STATISTICS
from changqian.platform.safety.risks.tests.making import LEC, MORNING, in_force

URL = "/api/risk-changes/"


def changed(cast, point, *, now, **fields):
    point = RiskPoint.objects.get(pk=point.pk)
    point = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
    point = edit_point(point.pk, actor=cast.officer, expected_version=point.version, now=now, **fields)
    return approve_point(point.pk, actor=cast.principal, expected_version=point.version, now=now)


def kinds():
    return list(ControlChange.objects.order_by("pk").values_list("kind", "level_before", "level", "columns", "reason"))


def test_a_first_version_changes_nothing_and_each_later_step_leaves_its_change(cast):
    point = in_force(cast)
    assert kinds() == []
    changed(cast, point, now=MORNING + timedelta(days=1), management="每两小时清扫")
    changed(cast, point, now=MORNING + timedelta(days=2), control_level="workshop", **LEC["large"])
    changed(cast, point, now=MORNING + timedelta(days=3), control_level="post", **LEC["low"])
    point.refresh_from_db()
    stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="拆除", now=MORNING)
    changed(cast, point, now=MORNING + timedelta(days=40))
    assert kinds() == [
        ("amended", "low", "low", ["management"], ""),
        ("raised", "low", "large", ["level", "control_level"], ""),
        ("lowered", "large", "low", ["level", "control_level"], ""),
        ("stopped", "low", "low", [], "拆除"),
        ("resumed", "low", "low", [], ""),
    ]


def test_changes_are_counted_in_their_month_and_read_by_whom_they_concern(cast, api):
    point = in_force(cast)
    changed(cast, point, now=MORNING + timedelta(days=1), management="每两小时清扫")
    point.refresh_from_db()
    stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="拆除", now=MORNING)
    recompute(CHANGE_STATISTICS, today=MORNING.date())
    asked = "since=2026-04-01&until=2026-04-01"
    told = {each["measure"]: each["total"] for each in api(cast.town).get(f"{URL}stats/?{asked}").json()}
    assert told == {"total": 2, "raised": 0, "lowered": 0, "amended": 1, "stopped": 1, "resumed": 0}
    behind = api(cast.city).get(f"{URL}behind/?{asked}&measure=stopped&area=0001").json()
    assert [(each["site_name"], each["n"]) for each in behind] == [("一号车间", 1)]
    seen = {name: api(getattr(cast, name)).get(URL).json()["count"] for name in ("officer", "liyang", "rival_officer")}
    assert seen == {"officer": 2, "liyang": 0, "rival_officer": 0}
    (row,) = api(cast.officer).get(f"{URL}?kind=amended&changed_on_after=2026-04-02").json()["results"]
    assert (row["risk_point_name"], row["columns"], row["changed_by_name"]) == (point.name, ["management"], "周立新")
    assert api(cast.officer).get(f"{URL}?q={point.name}").json()["count"] == 2
