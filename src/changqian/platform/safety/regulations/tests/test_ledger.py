"""What every ledger promises, kept by the regulations of a firm."""

from itertools import count

from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.regulations.api import RegulationViewSet
from changqian.platform.safety.regulations.services import draft_regulation, edit_regulation

names = count(1)


class TestContract(LedgerContract):
    url = "/api/regulations/"
    view = RegulationViewSet

    def make(self, cast):
        return draft_regulation(
            actor=cast.officer,
            enterprise=cast.enterprise,
            category="training",
            title=f"安全生产教育培训制度{next(names)}",
            text="第一条 为加强培训，制定本制度。",
        )

    def touch(self, row, *, actor, expected_version):
        return edit_regulation(row.pk, actor=actor, expected_version=expected_version, department="安环部")
