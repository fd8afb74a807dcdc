"""What every ledger promises, kept by the organisations of a firm."""

from itertools import count

from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.organisation.api import SafetyOrganisationViewSet
from changqian.platform.safety.organisation.services import edit_organisation, establish_organisation

names = count(1)


class TestContract(LedgerContract):
    url = "/api/organisations/"
    view = SafetyOrganisationViewSet

    def make(self, cast):
        return establish_organisation(
            actor=cast.officer,
            enterprise=cast.enterprise,
            today=cast.today,
            name=f"生产{next(names)}部",
            kind="department",
            grade="company",
        )

    def touch(self, row, *, actor, expected_version):
        return edit_organisation(
            row.pk, actor=actor, expected_version=expected_version, today=row.created_at.date(), address="办公楼二层"
        )
