"""What every ledger promises, kept by hazards."""

from datetime import timedelta

from django.utils import timezone

from changqian.platform.commons.hazards.api import HazardViewSet
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.commons.hazards.services import assign_hazard, report_hazard
from changqian.platform.ledgerkit.testing import LedgerContract


class TestHazardLedger(LedgerContract):
    url = "/api/hazards/"
    view = HazardViewSet

    def make(self, cast):
        return report_hazard(
            actor=cast.officer,
            site=cast.site,
            description=f"砂轮机防护罩缺失{Hazard.objects.count()}",
            location="机修间",
            category="equipment",
            now=timezone.now() - timedelta(days=2),
        )

    def touch(self, row, *, actor, expected_version):
        return assign_hazard(
            row.pk,
            actor=actor,
            expected_version=expected_version,
            responsible_name="王小虎",
            measures="加装防护罩",
            now=timezone.now(),
        )
