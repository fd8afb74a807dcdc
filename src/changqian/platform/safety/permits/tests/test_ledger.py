"""What every ledger promises, kept by permits of dangerous work; how long they hold, and when work may begin."""

from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.permits import services
from changqian.platform.safety.permits.api import WorkPermitViewSet
from changqian.platform.safety.permits.documents import gather
from changqian.platform.safety.permits.rules import refuse_permit

numbers = count(1)
NOW = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
SAID = {
    "kind": "hot", "level": "first", "content": "管道焊接", "unit": "机修班", "workers": "王小虎", "risks": "火灾",
    "measures": "清理可燃物，配灭火器", "begins_at": NOW, "ends_at": NOW + timedelta(hours=4),
}  # fmt: skip


class TestContract(LedgerContract):
    url = "/api/work-permits/"
    view = WorkPermitViewSet

    def make(self, cast):
        return services.apply_permit(actor=cast.officer, site=cast.site, spot=f"{next(numbers)}号管廊", **SAID)

    def touch(self, row, *, actor, expected_version):
        return services.edit_permit(row.pk, actor=actor, expected_version=expected_version, guardian="陈安全")


@pytest.fixture
def permit(cast):
    def permit(actor=None, **given):
        return services.apply_permit(actor=actor or cast.worker, site=cast.site, spot="喷漆房", **{**SAID, **given})

    return permit


@pytest.fixture
def step(cast):
    def step(name, row, actor=None, *, now=NOW, **given):
        service = getattr(services, f"{name}_permit")
        told = {"now": now} if "now" in service.__annotations__ else {}
        return service(row.pk, actor=actor or cast.officer, expected_version=None, **told, **given)

    return step


@pytest.mark.parametrize(
    ("kind", "level", "hours", "said"),
    [
        ("hot", "special", 9, "特级动火作业票有效期不超过8小时"),
        ("hot", "second", 73, "二级动火作业票有效期不超过72小时"),
        ("confined", "none", 25, "受限空间作业票有效期不超过24小时"),
        ("height", "first", 24 * 8, "一级高处作业票有效期不超过7天"),
        ("confined", "first", 5, "级别应为不分级"),
        ("hot", "third", 5, "级别应为特级、一级、二级"),
        ("road", "none", 0, "结束时间应晚于开始时间"),
    ],
)
def test_how_long_a_permit_holds(kind, level, hours, said):
    with pytest.raises(RuleViolation, match=said):
        refuse_permit(kind=kind, level=level, begins_at=NOW, ends_at=NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    ("kind", "level", "hours"), [("hot", "second", 72), ("confined", "none", 24), ("road", "none", 999)]
)
def test_what_still_holds(kind, level, hours):
    refuse_permit(kind=kind, level=level, begins_at=NOW, ends_at=NOW + timedelta(hours=hours))


def test_from_the_application_to_its_end(permit, step, cast):
    row = permit()
    with pytest.raises(RuleViolation, match="待审批的作业票不能开始作业"):
        step("open", row, cast.worker)
    step("approve", row, approver="陈安全")
    with pytest.raises(RuleViolation, match="应分析气体"):
        step("open", row, cast.worker, guardian="李电")
    with pytest.raises(RuleViolation, match="请填写监护人"):
        step("open", row, cast.worker, analysis="可燃气体 0%")
    row = step("open", row, cast.worker, guardian="李电", analysis="可燃气体 0%")
    assert (row.status, row.opened_at, row.guardian) == ("working", NOW, "李电")
    row = step("close", row, cast.worker, accepted_by="陈安全", remark="现场清理完毕", now=NOW + timedelta(hours=3))
    assert (row.status, row.work_on, row.month) == ("closed", NOW.date(), date(2026, 3, 1))
    with pytest.raises(RuleViolation, match="已完工的作业票不能作废"):
        step("cancel", row, cancelled_because="填错")


def test_a_permit_that_ran_out_opens_nothing(permit, step):
    row = permit(guardian="李电", analysis="合格")
    late = NOW + timedelta(hours=5)
    with pytest.raises(RuleViolation, match="已过"):
        step("approve", row, approver="陈安全", now=late)
    step("approve", row, approver="陈安全")
    with pytest.raises(RuleViolation, match="已过有效期"):
        step("open", row, now=late)


def test_who_is_still_at_work_after_its_time_is_found(permit, step, api, cast):
    row = permit(guardian="李电", analysis="合格")
    step("approve", row, approver="陈安全")
    step("open", row)
    found = api(cast.wujin).get("/api/work-permits/?overrun=true").json()["results"]
    assert [each["id"] for each in found] == [row.pk]


def test_the_month_as_a_document(permit, step, cast):
    permit(contractor=True)
    step("cancel", permit(kind="confined", level="none"), cancelled_because="当天下雨")
    parts = gather(cast.enterprise, date(2026, 3, 1), cast.officer, NOW)
    assert parts[0].sentences == ["本月办理作业票1张，其中外包作业1张。"]
    assert parts[2].sentences == ["受限空间作业 喷漆房：当天下雨"]
