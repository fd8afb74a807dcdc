"""What every ledger promises, kept by drills and plans."""

from datetime import date

from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.drills.api import DrillViewSet, EmergencyPlanViewSet
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.services import adopt_plan, amend_plan, edit_drill, plan_drill


class TestDrillLedger(LedgerContract):
    url = "/api/drills/"
    view = DrillViewSet

    def make(self, cast):
        return plan_drill(
            actor=cast.officer,
            site=cast.site,
            title=f"消防疏散演练{Drill.objects.count()}",
            kind="special",
            form="tabletop",
            planned_on=date(2026, 5, 20),
        )

    def touch(self, row, *, actor, expected_version):
        return edit_drill(row.pk, actor=actor, expected_version=expected_version, location="一号车间东门")


class TestPlanLedger(LedgerContract):
    url = "/api/emergency-plans/"
    view = EmergencyPlanViewSet

    def make(self, cast):
        return adopt_plan(
            actor=cast.officer,
            enterprise=cast.enterprise,
            name=f"粉尘爆炸专项应急预案{EmergencyPlan.objects.count()}",
            kind="special",
            edition="2026-1",
            published_on=date(2026, 1, 5),
        )

    def touch(self, row, *, actor, expected_version):
        return amend_plan(row.pk, actor=actor, expected_version=expected_version, filed_on=date(2026, 1, 20))
