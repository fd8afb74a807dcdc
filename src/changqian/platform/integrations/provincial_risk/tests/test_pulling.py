"""A whole feed comes over, once and whole, however the province behaves."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from changqian.platform.commons.province.models import (
    MODELS,
    Batch,
    Declaration,
    DeclaredPoint,
    ListedFirm,
    OperatorCertificate,
    Reject,
)
from changqian.platform.commons.province.rules import PROVINCE, BatchState, Fate, Feed, Level, Trouble
from changqian.platform.commons.province.services import settle_found
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.services import register_enterprise
from changqian.platform.foundation.jobs.services import REGISTRY
from changqian.platform.integrations.provincial_risk.client import Province
from changqian.platform.integrations.provincial_risk.services import pull, pull_all
from changqian.platform.kernel.codes import uscc_for
from changqian.platform.kernel.errors import RuleViolation
from changqian.simulators.provincial_platform.faults import NOBODY, Faults
from changqian.simulators.provincial_platform.server import HERE

COUNTS = ("created", "changed", "unchanged", "outdated", "rejected", "unmatched")


def counts(batch):
    return {name: getattr(batch, name) for name in COUNTS if getattr(batch, name)}


def later(seconds=60):
    """A moment by the province's clock after everything it knew."""
    return datetime.now(HERE).replace(tzinfo=None) - timedelta(seconds=seconds)


def all_rows():
    return {feed: list(model._default_manager.order_by("pk").values()) for feed, model in MODELS.items()}


def test_everything_comes_once_and_the_same_again_changes_nothing(cast, province):
    first = {feed: pull(feed, size=2) for feed in PROVINCE}
    assert {batch.state for batch in first.values()} == {BatchState.DONE}
    assert {feed: batch.created for feed, batch in first.items()} == {
        "enterprises": 2, "industries": 2, "changes": 1, "declarations": 2, "points": 5, "certificates": 2,
        "personnel": 3,
    }  # fmt: skip
    assert first["points"].pages == 3
    before = all_rows()
    again = {feed: pull(feed, full=True) for feed in PROVINCE}
    assert {feed: counts(batch) for feed, batch in again.items()} == {
        feed: {"unchanged": batch.created} for feed, batch in first.items()
    }
    assert all_rows() == before


def test_rows_are_kept_as_received_and_belong_to_their_firm(cast, province):
    pull_all()
    listed = ListedFirm.objects.get(uscc=cast.rival.uscc)
    assert (listed.enterprise_id, listed.status, listed.above_scale) == (cast.rival.pk, "停产", False)
    point = DeclaredPoint.objects.filter(enterprise=cast.enterprise.pk).order_by("source_id")[0]
    assert (point.code, point.level, point.accident_types) == ("1602", Level.LARGE, ["中毒和窒息", "火灾", "其他爆炸"])
    assert Declaration.objects.get(enterprise=cast.enterprise.pk).reported_at.tzinfo is not None


def test_numbers_of_people_are_sealed(cast, province, django_db_blocker):
    from django.db import connection

    pull(Feed.CERTIFICATES)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number, number FROM province_operatorcertificate")
        stored = [value for row in cursor.fetchall() for value in row]
    row = OperatorCertificate.objects.order_by("pk")[0]
    assert row.number == f"T{row.id_number}"
    assert not any(row.id_number in value for value in stored)


def test_what_changed_comes_by_itself(cast, province):
    pull(Feed.ENTERPRISES)
    listed = ListedFirm.objects.get(uscc=cast.enterprise.uscc)
    row = province.books.feeds["enterprises"].at(0)
    province.books.tell("enterprises", {**row, "status": "停产"}, at=later())
    batch = pull(Feed.ENTERPRISES)
    assert (batch.received, counts(batch)) == (1, {"changed": 1})
    listed.refresh_from_db()
    assert (listed.status, listed.batch_id) == ("停产", batch.pk)


def test_what_the_province_says_changes_nothing_of_ours(cast, province):
    ours = list(Enterprise.objects.order_by("pk").values())
    pull_all()
    row = province.books.feeds["enterprises"].at(0)
    province.books.tell("enterprises", {**row, "name": "改了名的机械厂", "status": "关闭"}, at=later())
    pull_all()
    assert ListedFirm.objects.get(uscc=cast.enterprise.uscc).name == "改了名的机械厂"
    assert list(Enterprise.objects.order_by("pk").values()) == ours


class TestFaults:
    def test_slow(self, cast, province, settings):
        settings.PROVINCE_TIMEOUT, province.faults = 0.2, Faults(slow=0.6)
        broken = pull(Feed.ENTERPRISES)
        assert (broken.state, broken.received) == (BatchState.BROKEN, 0)
        assert "没有回应" in broken.error
        settings.PROVINCE_TIMEOUT, province.faults = 5, Faults()
        assert counts(pull(Feed.ENTERPRISES)) == {"created": 2}

    def test_a_few_errors_are_outlasted(self, cast, province):
        province.faults = Faults(errors=2)
        assert pull(Feed.ENTERPRISES).state == BatchState.DONE

    def test_many_errors_break_it_off_and_it_goes_on_at_its_page(self, cast, crowd, province):
        class Failing(Province):
            def page(self, ask):
                if ask.cursor == "20":
                    province.faults = Faults(errors=3)
                return super().page(ask)

        broken = pull(Feed.ENTERPRISES, source=Failing(), size=10)
        assert (broken.state, broken.pages, broken.created, broken.cursor) == (BatchState.BROKEN, 2, 20, "20")
        assert "503" in broken.error
        province.faults = Faults(errors=100)
        with pytest.raises(RuleViolation, match="503"):
            pull_all()
        province.faults = Faults()
        whole = pull(Feed.ENTERPRISES, size=10)
        assert (whole.pk, whole.state, whole.created, whole.as_of) == (broken.pk, BatchState.DONE, 32, broken.as_of)
        assert [cursor for feed, cursor in province.asked if feed == "enterprises"] == ["", "10", "20", "30"]

    def test_a_worker_that_dies_leaves_a_batch_that_goes_on(self, cast, crowd, province):
        class Dying(Province):
            def page(self, ask):
                if ask.cursor == "20":
                    raise MemoryError
                return super().page(ask)

        with pytest.raises(MemoryError):
            pull(Feed.ENTERPRISES, source=Dying(), size=10)
        whole = pull(Feed.ENTERPRISES, size=10)
        assert (Batch.objects.get().pk, whole.created, whole.pages) == (whole.pk, 32, 4)

    def test_a_page_that_leads_to_itself_is_left(self, cast, crowd, province):
        class Circling(Province):
            def page(self, ask):
                page = super().page(ask)
                return replace(page, next="10")

        broken = pull(Feed.ENTERPRISES, source=Circling(), size=10)
        assert (broken.state, broken.pages, broken.error) == (BatchState.BROKEN, 1, "对方反复给出同一页")

    def test_duplicates(self, cast, province):
        province.faults = Faults(duplicates=True)
        batch = pull(Feed.POINTS, size=2)
        assert (batch.created, DeclaredPoint.objects.count()) == (5, 5)
        assert batch.received == batch.created + batch.unchanged > 10

    def test_out_of_order(self, cast, province):
        province.faults = Faults(out_of_order=True)
        batch = pull(Feed.ENTERPRISES, size=1)
        assert counts(batch) == {"created": 2, "outdated": 2}
        province.faults = Faults(out_of_order=True, duplicates=True)
        pull(Feed.ENTERPRISES, full=True, size=2)
        assert not ListedFirm.objects.filter(name__endswith="（旧）").exists()

    def test_gbk(self, cast, province):
        province.faults = Faults(gbk=True)
        assert pull(Feed.ENTERPRISES).state == BatchState.DONE
        assert ListedFirm.objects.get(uscc=cast.rival.uscc).name == cast.rival.name

    def test_a_changed_schema_stops_before_anything_is_lost(self, cast, crowd, province):
        province.faults = Faults(changed_schema=True)
        broken = pull(Feed.ENTERPRISES)
        assert (broken.state, broken.received, Reject.objects.count()) == (BatchState.BROKEN, 0, 0)
        assert "uscc" in broken.error
        province.faults = Faults()
        assert pull(Feed.ENTERPRISES).created == 32

    def test_a_column_too_many_is_noted(self, cast, province):
        province.faults = Faults(changed_schema=True)
        batch = pull(Feed.CERTIFICATES)
        assert (batch.created, batch.note) == (2, "")
        batch = pull(Feed.INDUSTRIES)
        assert (batch.rejected, batch.note) == (2, "对方新增字段：credit_code、new_column")

    def test_broken_rows_are_refused_one_by_one_and_once(self, cast, province):
        province.faults = Faults(broken_rows=2)
        batch = pull(Feed.POINTS)
        assert counts(batch) == {"created": 3, "rejected": 2}
        reject = Reject.objects.order_by("pk")[0]
        assert (reject.trouble, reject.column, reject.reason) == (Trouble.UNFIT, "level", "风险点等级：不认识“不详”")
        pull(Feed.POINTS, full=True)
        assert Reject.objects.count() == 2

    def test_what_was_refused_is_settled_when_the_province_sends_it_right(self, cast, province):
        province.faults = Faults(broken_rows=2)
        pull(Feed.POINTS)
        province.faults = Faults()
        assert counts(pull(Feed.POINTS, full=True)) == {"created": 2, "unchanged": 3}
        assert set(Reject.objects.values_list("fate", flat=True)) == {Fate.REPLACED}

    def test_unknown_firms_are_kept_and_told_once(self, cast, province):
        province.faults = Faults(unknown=2)
        batches = [pull(feed) for feed in (Feed.ENTERPRISES, Feed.POINTS)]
        assert [batch.unmatched for batch in batches] == [1, 2]
        assert ListedFirm.objects.get(uscc=NOBODY).enterprise is None
        assert list(Reject.objects.values_list("trouble", "uscc", "feed")) == [
            (Trouble.UNKNOWN_FIRM, NOBODY, Feed.ENTERPRISES)
        ]

    def test_an_answer_of_somebody_else_is_thrown_away(self, cast, province, settings):
        settings.PROVINCE_SECRET = "another secret"
        broken = pull(Feed.ENTERPRISES)
        assert (broken.state, broken.error) == (BatchState.BROKEN, "省风险报告平台的应答签名不正确，已丢弃")


def test_a_firm_that_is_registered_later_finds_its_rows(cast, crowd, province):
    pull_all()
    code = uscc_for("MB000007")
    firm = register_enterprise(
        actor=cast.platform, uscc=code, name="常州新来7号有限公司", region=cast.hutang, industry="C3489"
    )
    pull_all()
    assert set(DeclaredPoint.objects.filter(uscc=code).values_list("enterprise", flat=True)) == {firm.pk}
    reject = Reject.objects.get(uscc=code)
    assert (reject.fate, reject.enterprise_id) == (Fate.FOUND, firm.pk)
    assert settle_found(now=timezone.now()) == 0


def test_without_an_address_the_hourly_job_says_so(db, settings):
    settings.PROVINCE_URL = ""
    assert REGISTRY.jobs["province.pull"].run(None) == "未配置省平台"
