"""常安码 issued, reissued, void, printed."""

from datetime import datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from django.core.exceptions import PermissionDenied
from PIL import Image

from changqian.platform.commons.codes.api import SafeCodeViewSet
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.services import (
    address_of,
    find_code,
    issue_code,
    label_subject,
    live_code,
    reissue_code,
    revoke_code,
)
from changqian.platform.foundation.files.tests.saving import saved
from changqian.platform.kernel import paper
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.testing import LedgerContract

NOW = datetime(2026, 4, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))


def reissued(code, *, actor, expected_version=1, reason="污损"):
    return reissue_code(code.pk, actor=actor, expected_version=expected_version, reason=reason, now=NOW)


class TestSafeCodeLedger(LedgerContract):
    url = "/api/codes/"
    view = SafeCodeViewSet

    def make(self, cast):
        number = SafeCode.objects.count()
        return issue_code(actor=cast.officer, site=cast.site, subject_kind="valve", subject_id=number)

    def touch(self, row, *, actor, expected_version):
        return revoke_code(row.pk, actor=actor, expected_version=expected_version, reason="场所关闭", now=NOW)

    def test_a_change_of_what_somebody_else_changed_is_refused(self, cast):
        """A void code is refused by the rule before the version: the inherited promise, in its own sentence."""
        row = self.make(cast)
        self.touch(row, actor=cast.officer, expected_version=1)
        with pytest.raises(RuleViolation, match="该常安码已停用"):
            self.touch(row, actor=cast.officer, expected_version=1)


class TestIssuing:
    def test_a_site_has_one_code(self, cast, api):
        made = api(cast.officer).post("/api/codes/", {"site": cast.site.pk})
        assert made.status_code == 201
        assert made.json()["url"].endswith(f"/c/{made.json()['token']}")
        again = api(cast.officer).post("/api/codes/", {"site": cast.site.pk})
        assert (again.status_code, again.json()["detail"]) == (400, "该对象已有常安码，请换发")

    def test_nobody_issues_for_a_strangers_site(self, cast, api):
        assert api(cast.rival_officer).post("/api/codes/", {"site": cast.site.pk}).status_code == 403
        for person in (cast.worker, cast.town, cast.city):
            assert api(person).post("/api/codes/", {"site": cast.site.pk}).status_code == 403

    def test_the_new_code_replaces_the_old_one(self, cast):
        old = issue_code(actor=cast.officer, site=cast.site)
        new = reissued(old, actor=cast.officer)
        old.refresh_from_db()
        assert (old.revoked_at, old.revoke_reason) == (NOW, "污损")
        assert live_code(cast.site.pk, "", 0) == new
        assert find_code(old.token) == old

    def test_a_void_code_can_be_replaced_later(self, cast):
        old = issue_code(actor=cast.officer, site=cast.site)
        revoke_code(old.pk, actor=cast.officer, expected_version=1, reason="停产", now=NOW)
        assert live_code(cast.site.pk, "", 0) is None
        new = reissued(old, actor=cast.officer, expected_version=2)
        assert live_code(cast.site.pk, "", 0) == new
        with pytest.raises(RuleViolation, match="该对象已有常安码，请换发"):
            reissued(old, actor=cast.officer, expected_version=2)

    def test_a_new_label_keeps_the_token(self, cast):
        given = {"site": cast.site, "subject_kind": "valve", "subject_id": 7, "subject_place": "二楼"}
        first = label_subject(actor=cast.officer, subject_name="阀门", colour="blue", **given)
        again = label_subject(actor=cast.officer, subject_name="总阀", colour="red", **given)
        assert (first.token, again.subject_name, again.colour) == (again.token, "总阀", "red")
        assert label_subject(actor=cast.officer, subject_name="总阀", colour="red", **given).version == again.version

    def test_a_worker_voids_nothing(self, cast):
        code = issue_code(actor=cast.officer, site=cast.site)
        with pytest.raises(PermissionDenied):
            revoke_code(code.pk, actor=cast.worker, expected_version=1, reason="x", now=NOW)


def decoded(png: bytes) -> str:
    [found] = zxingcpp.read_barcodes(Image.open(BytesIO(png)))
    return found.text


class TestPrinting:
    def test_the_picture_is_the_address(self, cast, api, settings):
        settings.PUBLIC_URL = "https://aqsc.example.cn"
        code = issue_code(actor=cast.officer, site=cast.site)
        png = api(cast.officer).get(f"/api/codes/{code.pk}/qr.png")
        assert png["Content-Type"] == "image/png"
        assert decoded(png.content) == f"https://aqsc.example.cn/c/{code.token}" == address_of(code)
        svg = api(cast.officer).get(f"/api/codes/{code.pk}/qr.svg", HTTP_ACCEPT="image/svg+xml")
        assert svg["Content-Type"] == "image/svg+xml"
        assert b"<svg" in svg.content

    @pytest.mark.parametrize("size", ["large", "medium", "small"])
    def test_a_sheet_of_labels(self, cast, api, size):
        codes = [
            issue_code(
                actor=cast.officer, site=cast.site, subject_kind="valve", subject_id=n, subject_name="#阀 $x$ *1*"
            )
            for n in range(5)
        ]
        ids = ",".join(str(code.pk) for code in codes)
        sheet = saved(api(cast.officer), f"/api/codes/sheet/?ids={ids}&size={size}")
        assert sheet["Content-Type"] == "application/pdf"
        assert sheet.content.startswith(b"%PDF")

    @pytest.mark.parametrize("ids", ["", "x", "1,,2", "1;2", ",".join(["1"] * 241)])
    def test_a_list_that_is_none(self, cast, api, ids):
        assert saved(api(cast.officer), f"/api/codes/sheet/?ids={ids}").status_code == 400

    def test_void_and_foreign_codes_are_not_printed(self, cast, api):
        code = issue_code(actor=cast.officer, site=cast.site)
        foreign = issue_code(actor=cast.rival_officer, site=cast.rival_site)
        answer = saved(api(cast.officer), f"/api/codes/sheet/?ids={code.pk},{foreign.pk}")
        assert (answer.status_code, answer.json()["detail"]) == (404, "有常安码不存在或已停用，请刷新后重选")
        revoke_code(code.pk, actor=cast.officer, expected_version=1, reason="停产", now=NOW)
        assert saved(api(cast.officer), f"/api/codes/sheet/?ids={code.pk}").status_code == 404
        assert api(cast.officer).get(f"/api/codes/{foreign.pk}/qr.svg").status_code == 404

    def test_without_a_chinese_font_it_says_so(self, cast, api, monkeypatch):
        code = issue_code(actor=cast.officer, site=cast.site)
        paper.chinese_font.cache_clear()
        monkeypatch.setattr(paper, "FONTS", ("No Such Font",))
        answer = saved(api(cast.officer), f"/api/codes/sheet/?ids={code.pk}")
        paper.chinese_font.cache_clear()
        assert (answer.status_code, answer["Content-Type"]) == (503, "application/json")
        assert "请安装 fonts-noto-cjk" in answer.content.decode()


def test_the_list_is_filtered(cast, api):
    code = issue_code(actor=cast.officer, site=cast.site, subject_name="喷漆房", colour="red")
    reissued(code, actor=cast.officer)
    client = api(cast.town)
    assert client.get("/api/codes/").json()["count"] == 2
    assert client.get("/api/codes/?live=true&colour=red").json()["count"] == 1
    assert client.get("/api/codes/?q=喷漆").json()["count"] == 2
