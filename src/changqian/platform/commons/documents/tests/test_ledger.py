"""What every ledger promises, kept by filed documents."""

import pytest
from django.utils import timezone

from changqian.platform.commons.documents.api import FiledDocumentViewSet
from changqian.platform.commons.documents.services import check_document, file_document
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
