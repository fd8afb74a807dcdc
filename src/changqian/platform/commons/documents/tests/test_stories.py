"""The officer files the month; nothing of it changes unseen; a package proves itself."""

import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from docx import Document

from changqian.platform.commons.documents.models import FiledDocument
from changqian.platform.commons.documents.packages import faults_of, pack
from changqian.platform.commons.documents.rules import Kind
from changqian.platform.commons.documents.services import check_document, check_due, file_document, files_of
from changqian.platform.foundation.files.services import content, store
from changqian.platform.foundation.files.storage import key_of, the_store
from changqian.platform.kernel.dates import add_months, month_of
from changqian.platform.kernel.errors import RuleViolation

pytestmark = pytest.mark.usefixtures("files_dir")
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def file(cast, kind="equipment", **more):
    month = add_months(month_of(cast.today), -1)
    given = {"actor": cast.officer, "enterprise": cast.enterprise, "month": month, "now": timezone.now()}
    return file_document(kind=kind, **{**given, **more})


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind != Kind.MONTHLY])
def test_a_ledger_becomes_pdf_and_word(cast, kind):
    row = file(cast, kind)
    (_, pdf), (_, docx) = files_of(row)
    assert row.sound
    assert [each["passed"] for each in row.checks] == [True] * 4
    with content(pdf) as stream:
        assert stream.read(5) == b"%PDF-"
    with content(docx) as stream:
        told = [each.text for each in Document(BytesIO(stream.read())).paragraphs]
    assert told[0] == row.title
    assert f"档号 {row.number}　第1版" in told


def test_made_again_it_is_another_edition(cast):
    first, second = file(cast), file(cast)
    assert (first.edition, second.edition) == (1, 2)
    assert first.number != second.number
    assert FiledDocument.objects.get(pk=first.pk).mac == first.mac


def test_what_the_firm_brings_is_filed_as_it_came(cast):
    upload = store(BytesIO(PDF), name="三级培训.pdf", actor=cast.officer, now=timezone.now())
    row = file(cast, "training", files=[upload.pk])
    assert (row.origin, row.metadata["files"][0]["sm3"]) == ("firm", upload.sm3)


def test_a_monthly_report_is_filed_when_the_firm_stands_by_it(cast):
    with pytest.raises(RuleViolation, match="尚未形成"):
        file(cast, "monthly", month=add_months(month_of(cast.today), -30))


def test_a_rival_files_nothing_for_another_firm(cast):
    with pytest.raises(PermissionDenied):
        file(cast, actor=cast.rival_officer)


def test_the_database_keeps_it_as_filed(cast):
    row = file(cast)
    for change in (
        lambda rows: rows.update(title="改过"),
        lambda rows: rows.update(metadata={}),
        lambda rows: rows.delete(),
    ):
        with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
            change(FiledDocument.objects.filter(pk=row.pk))


def test_a_file_that_was_touched_fails_and_is_not_packed(cast):
    row = file(cast)
    name, pdf = files_of(row)[0]
    the_store().delete(key_of(pdf.sm3))
    the_store().put(key_of(pdf.sm3), BytesIO(PDF))
    row = check_document(row.pk, actor=cast.officer, expected_version=row.version, now=timezone.now())
    assert not row.sound
    assert row.checks[0]["sentence"] == f"“{name}”的内容与归档时的SM3摘要不符"
    with pytest.raises(RuleViolation, match=f"档号{row.number}的四性检测未通过"):
        pack([row], by="钱进", now=timezone.now())


def test_all_are_checked_again_each_quarter(cast):
    file(cast)
    assert check_due(actor=cast.officer, now=timezone.now()) == (0, 0)
    assert check_due(actor=cast.officer, now=timezone.now() + timedelta(days=91)) == (1, 0)


def test_a_package_proves_itself_and_a_touched_byte_fails_by_name(cast):
    row = file(cast)
    with pack([row], by="钱进", now=timezone.now()) as made:
        packed = made.read()
    assert faults_of(BytesIO(packed)) == []
    name = f"{row.number}/metadata.xml"
    assert faults_of(_with(packed, name, b"<document/>")) == [f"文件“{name}”被改动或已损坏"]
    assert faults_of(_with(packed, name, None)) == [f"缺少文件“{name}”"]
    assert "签名不符" in faults_of(_with(packed, "SM3SUMS.txt", b""))[0]
    assert faults_of(BytesIO(b"none")) == ["档案包已损坏，或不是本系统打的包"]


def _with(packed, name, data):
    """The package with one of its files replaced, or left out."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(packed)) as old, zipfile.ZipFile(out, "w") as new:
        for each in old.namelist():
            if each != name:
                new.writestr(each, old.read(each))
            elif data is not None:
                new.writestr(each, data)
    out.seek(0)
    return out


def test_a_package_leaves_by_ticket_within_the_bounds(cast, api):
    row = file(cast)
    asked = f"/api/documents/package/?enterprise={cast.enterprise.pk}&year={row.month.year}"
    assert api(cast.rival_officer).post(asked).status_code == 400
    town = api(cast.town)
    address = town.post(asked).json()["address"]
    assert faults_of(BytesIO(b"".join(town.get(address).streaming_content))) == []
