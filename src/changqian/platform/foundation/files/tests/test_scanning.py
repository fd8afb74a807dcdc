"""Uploads are shown to the scanner where one is set up, over a real socket; what cannot be scanned is not kept."""

from io import BytesIO

import pytest
from django.utils import timezone

from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.files.tests.samples import PDF, PNG
from changqian.platform.kernel.errors import RuleViolation
from changqian.simulators.clamd import EICAR, LARGEST, clamd


def keep(cast, content, name):
    return store(BytesIO(content), name=name, actor=cast.officer, now=timezone.now())


def test_what_is_clean_is_kept(cast, files_dir, settings):
    with clamd() as settings.CLAMD:
        assert keep(cast, PNG, "现场.png").size == len(PNG)


def test_what_is_infected_is_not(cast, files_dir, settings):
    infected = PDF.replace(b"startxref", EICAR + b"\nstartxref")
    with clamd() as settings.CLAMD, pytest.raises(RuleViolation, match="发现病毒"):
        keep(cast, infected, "通知.pdf")
    assert not StoredFile.objects.exists()
    assert not [path for path in files_dir.rglob("*") if path.is_file()]


def test_without_the_scanner_nothing_is_kept(cast, files_dir, settings):
    with clamd() as settings.CLAMD:
        pass  # it listened, and is gone
    with pytest.raises(RuleViolation, match="暂时不可用"):
        keep(cast, PNG, "现场.png")


def test_what_is_too_large_to_be_scanned_is_not_kept(cast, files_dir, settings):
    large = PDF.replace(b"startxref", b"%" + bytes(LARGEST) + b"\nstartxref")
    with clamd() as settings.CLAMD, pytest.raises(RuleViolation, match="没有完成|暂时不可用"):
        keep(cast, large, "大文件.pdf")
