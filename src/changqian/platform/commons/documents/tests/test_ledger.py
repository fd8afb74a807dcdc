"""What every ledger promises, kept by filed documents."""

import pytest
from django.utils import timezone

from changqian.platform.commons.documents.api import FiledDocumentViewSet
from changqian.platform.commons.documents.services import check_document, file_document
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import authentic
from changqian.platform.kernel.dates import add_months
from changqian.platform.ledgerkit.testing import LedgerContract


@pytest.mark.usefixtures("files_dir")
class TestContract(LedgerContract):
    url = "/api/documents/"
    view = FiledDocumentViewSet

    def make(self, cast):
        month = add_months(cast.today, -1)
        return file_document(
            actor=cast.officer, enterprise=cast.enterprise, kind="rescue", month=month, now=timezone.now()
        )

    def touch(self, row, *, actor, expected_version):
        return check_document(row.pk, actor=actor, expected_version=expected_version, now=timezone.now())

    def test_making_and_changing_are_audited(self, cast):
        """Between the two stands which files were filed."""
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=row.version)
        entries = Entry.objects.filter(target=f"{row._meta.label}:{row.pk}").order_by("pk")
        assert [each.action for each in entries] == ["documents.file", "documents.attach", "documents.check"]
        assert all(authentic(each) and each.actor == cast.officer for each in entries)
