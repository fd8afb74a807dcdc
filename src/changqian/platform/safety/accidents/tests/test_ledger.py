"""What every ledger promises, kept by accidents and by the people hurt in them."""

from datetime import date, datetime

import pytest
from django.utils import timezone

from changqian.platform.foundation.dictionaries.services import load_dictionaries
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.accidents.api import AccidentViewSet, InjuryViewSet, InsuranceAccidentViewSet
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.services import (
    amend_injury,
    correct_accident,
    enter_claim,
    enter_injury,
    report_accident,
)

NOW = timezone.make_aware(datetime(2026, 11, 10, 10))
TODAY = date(2026, 11, 10)


@pytest.fixture(autouse=True)
def types(db):
    load_dictionaries()


class TestAccidentLedger(LedgerContract):
    url = "/api/accidents/"
    view = AccidentViewSet
    NAMED = {"kind": "机械致害"}

    def make(self, cast):
        return report_accident(
            actor=cast.officer,
            site=cast.site,
            kind="WSA10004",
            happened_at=timezone.make_aware(datetime(2026, 11, 9, 9, Accident.objects.count())),
            location="一车间冲床",
            description="送料时手指被压伤",
            serious=1,
            now=NOW,
        )

    def touch(self, row, *, actor, expected_version):
        return correct_accident(row.pk, actor=actor, expected_version=expected_version, minor=1, now=NOW)


class TestInjuryLedger(LedgerContract):
    url = "/api/injuries/"
    view = InjuryViewSet
    NAMED = {"kind": "机械致害"}

    def make(self, cast):
        return enter_injury(
            actor=cast.officer,
            site=cast.site,
            name=f"王小虎{Injury.objects.count()}",
            happened_on=date(2026, 11, 9),
            kind="WSA10004",
            part="左手食指骨折",
            today=TODAY,
        )

    def touch(self, row, *, actor, expected_version):
        return amend_injury(row.pk, actor=actor, expected_version=expected_version, lost_days=30, today=TODAY)


class TestInsuranceLedger(LedgerContract):
    url = "/api/insurance-accidents/"
    view = InsuranceAccidentViewSet
    NAMED = {"kind": "机械致害"}

    def make(self, cast):
        return enter_claim(
            actor=cast.officer,
            site=cast.site,
            name=f"李建国{Injury.objects.count()}",
            happened_on=date(2026, 11, 9),
            kind="WSA10004",
            insurer="人保财险常州分公司",
            policy_no="PZBX20263204",
            claimed=80000,
            today=TODAY,
        )

    def touch(self, row, *, actor, expected_version):
        return amend_injury(row.pk, actor=actor, expected_version=expected_version, claimed=90000, today=TODAY)
