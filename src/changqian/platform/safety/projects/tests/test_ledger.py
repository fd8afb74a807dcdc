"""What every ledger promises, kept by projects; and that their stages follow each other (安全生产法 arts 31 to 34)."""

from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import count
from zoneinfo import ZoneInfo

import pytest

from changqian.platform.foundation.files.services import attached, store
from changqian.platform.foundation.files.tests.samples import PDF
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.projects import services
from changqian.platform.safety.projects.api import SafetyProjectViewSet
from changqian.platform.safety.projects.documents import gather
from changqian.platform.safety.projects.models import SafetyProject

numbers = count(1)
NOW = datetime(2026, 3, 16, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY = NOW.date()
SAID = {"nature": "technical", "approved_on": date(2025, 6, 1), "investment": Decimal(800), "today": TODAY}


class TestContract(LedgerContract):
    url = "/api/safety-projects/"
    view = SafetyProjectViewSet

    def make(self, cast):
        return services.register_project(
            actor=cast.officer, enterprise=cast.enterprise, name=f"抛光线改造{next(numbers)}", **SAID
        )

    def touch(self, row, *, actor, expected_version):
        return services.edit_project(
            row.pk, actor=actor, expected_version=expected_version, today=TODAY, approval="武行审备〔2025〕12号"
        )


@pytest.fixture
def project(cast):
    return services.register_project(actor=cast.officer, enterprise=cast.enterprise, name="抛光线除尘改造", **SAID)


@pytest.fixture
def step(cast):
    def step(name, row, **given):
        service = getattr(services, f"{name}_project")
        return service(row.pk, actor=cast.officer, expected_version=None, today=TODAY, **given)

    return step


def test_the_stages_follow_each_other(project, step):
    with pytest.raises(RuleViolation, match="已立项的项目不能开工"):
        step("build", project, begun_on=TODAY, builder="常州二建")
    step("appraise", project, appraised_on=date(2025, 7, 1), appraiser="江苏安评院")
    with pytest.raises(RuleViolation, match="不能早于上一阶段的2025-07-01"):
        step("design", project, designed_on=date(2025, 6, 30), designer="常州设计院")
    step("design", project, designed_on=date(2025, 8, 1), designer="常州设计院")
    step("build", project, begun_on=date(2025, 9, 1), builder="常州二建")
    step("try", project, tried_on=date(2026, 1, 10))
    row = step("accept", project, accepted_on=date(2026, 3, 10), conclusion="passed")
    assert (row.status, row.accepted_on) == ("accepted", date(2026, 3, 10))
    with pytest.raises(RuleViolation, match="已竣工验收的项目不能修改项目"):
        step("edit", row, content="新的")


def test_safety_costs_no_more_than_the_whole(project, step):
    with pytest.raises(RuleViolation, match="不能大于总投资"):
        step("edit", project, safety_investment=Decimal(900))


def test_each_stage_keeps_its_own_papers(cast, project, step):
    first, second = (store(BytesIO(PDF + each), name="评价.pdf", actor=cast.officer, now=NOW) for each in (b"1", b"2"))
    step("appraise", project, appraised_on=date(2025, 7, 1), appraiser="江苏安评院", papers=[first.pk])
    step("design", project, designed_on=date(2025, 8, 1), designer="常州设计院", papers=[second.pk])
    slots = [each["slot"] for each in attached(SafetyProject, [project.pk])[project.pk]]
    assert sorted(slots) == ["appraisals", "designs"]


def test_the_month_as_a_document_says_what_had_happened_by_then(cast, project, step):
    step("appraise", project, appraised_on=date(2025, 7, 1), appraiser="江苏安评院")
    step("design", project, designed_on=date(2025, 8, 1), designer="常州设计院")
    first, then = gather(cast.enterprise, date(2025, 7, 1), cast.officer, NOW)
    assert first.table[1][3:5] == ("2025-07-01", "—")
    assert then.sentences == ["抛光线除尘改造：2025-07-01 安全评价"]
    assert gather(cast.enterprise, date(2025, 5, 1), cast.officer, NOW)[0].table == ()
