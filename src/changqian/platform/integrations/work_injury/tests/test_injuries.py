"""An appraisal of the city's becomes an injury, once; it stands beside what the firm and the insurer say."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from changqian.platform.commons.province.models import Appraisal, Batch, Reject
from changqian.platform.commons.province.rules import BatchState, Fate, Feed, Trouble
from changqian.platform.commons.province.services import bind_firm
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
from changqian.platform.foundation.jobs.services import REGISTRY
from changqian.platform.integrations.provincial_risk.services import pull
from changqian.platform.integrations.work_injury import services
from changqian.platform.integrations.work_injury.client import CityData
from changqian.platform.integrations.work_injury.services import hand_over, pull_city
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level, figures, rebuild
from changqian.platform.safety.accidents.models import Injury
from changqian.platform.safety.accidents.rules import Source
from changqian.platform.safety.accidents.services import enter_injury
from changqian.platform.safety.accidents.stats import INJURIES
from changqian.simulators.city_data_centre.books import Firm
from changqian.simulators.provincial_platform.faults import Faults
from changqian.simulators.provincial_platform.server import HERE

from .conftest import HURT, PEOPLE, WANG

TODAY = date(2026, 11, 20)


def fetch():
    return pull_city(today=TODAY, now=timezone.now())


def told(centre, **changes):
    """The data centre tells the first appraisal again, changed."""
    row = centre.books.feeds["appraisals"].at(0)
    centre.books.tell(
        "appraisals", {**row, **changes}, at=datetime.now(HERE).replace(tzinfo=None) - timedelta(minutes=1)
    )


def hurt(n):
    return {**HURT, "id": f"GS-{n}", "happened_on": f"2026-02-{n:02d}"}


def test_it_is_an_injury_of_the_firm_and_once(cast, centre):
    assert "工伤台账收下1条" in fetch()
    row = Injury.objects.get()
    assert (row.source, row.feed_key, row.enterprise_id, row.name) == (
        Source.FEED,
        "GS-1",
        cast.enterprise.pk,
        "王小虎",
    )
    assert (row.happened_on, row.registered_on, row.disability) == (date(2026, 3, 12), date(2026, 6, 15), 9)
    entries = Entry.objects.count()
    pull(Feed.APPRAISALS, full=True)
    assert hand_over(today=TODAY, now=timezone.now()) == 0
    assert (Injury.objects.count(), Injury.objects.get().version) == (1, row.version)
    assert Entry.objects.filter(action__startswith="accidents").count() == 1
    assert Entry.objects.count() == entries + 1  # that somebody fetched


def test_the_firm_had_entered_the_same_injury(cast, centre):
    firm = enter_injury(
        actor=cast.officer, site=cast.site, today=TODAY, name="王小虎", id_number=WANG, happened_on=date(2026, 3, 11)
    )
    fetch()
    row = Injury.objects.get(source=Source.FEED)
    assert row.head_id == firm.pk
    rebuild(INJURIES, today=TODAY)
    month = date(2026, 3, 1)
    found = figures(INJURIES, actor=cast.city, months=(month, month), level=Level.TOWN)
    counts = {each.measure: each.total for each in found}
    assert (counts["cases"], counts["told"], counts["linked"]) == (1, 1, 1)


def test_a_grade_that_changed_amends_it(cast, centre):
    fetch()
    told(centre, disability="八级")
    fetch()
    assert Injury.objects.get().disability == 8


def test_a_firm_nobody_has_is_resolved_by_the_office(cast, stranger, centre):
    fetch()
    reject = Reject.objects.get()
    assert (reject.trouble, reject.feed, reject.uscc) == (Trouble.UNKNOWN_FIRM, Feed.APPRAISALS, stranger)
    assert reject.name == "常州城外装卸服务有限公司"
    bind_firm(
        reject.pk, actor=cast.city, expected_version=None, enterprise=cast.rival, explanation="更名前的代码",
        now=timezone.now(),
    )  # fmt: skip
    assert hand_over(today=TODAY, now=timezone.now()) == 1
    assert Injury.objects.get(feed_key="GS-2").enterprise_id == cast.rival.pk


def test_what_the_ledger_will_not_take_says_why_and_is_settled_by_itself(cast, stranger, centre):
    """The firm has no site yet."""
    firm = register_enterprise(
        actor=cast.platform, uscc=stranger, name="常州城外装卸服务有限公司", region=cast.hutang, industry="C3489"
    )
    fetch()
    reject = Reject.objects.get(trouble=Trouble.NOT_TAKEN)
    assert "没有在用的场所" in reject.reason
    assert (reject.source_id, reject.enterprise_id) == ("GS-2", firm.pk)
    fetch()
    assert Reject.objects.filter(trouble=Trouble.NOT_TAKEN).count() == 1
    open_site(actor=cast.platform, enterprise=firm, region=cast.hutang, name="装卸点")
    fetch()
    reject.refresh_from_db()
    assert (reject.fate, Injury.objects.filter(feed_key="GS-2").count()) == (Fate.TAKEN, 1)


def test_a_day_to_come_is_refused_by_the_ledger(cast, firms, centre):
    told(centre, happened_on="2026-12-24")
    fetch()
    assert "受伤日期不能晚于今天" in Reject.objects.get().reason
    assert Injury.objects.count() == 0


class TestFaults:
    def test_slow(self, cast, centre, settings):
        settings.CITY_DATA_TIMEOUT, centre.faults = 0.2, Faults(slow=0.6)
        broken = pull(Feed.APPRAISALS)
        assert (broken.state, "市大数据中心没有回应" in broken.error) == (BatchState.BROKEN, True)

    def test_a_few_errors_are_outlasted(self, cast, centre):
        centre.faults = Faults(errors=2)
        assert pull(Feed.APPRAISALS).state == BatchState.DONE

    def test_a_feed_that_broke_off_does_not_hold_up_the_other(self, cast, centre):
        centre.faults = Faults(errors=3)
        with pytest.raises(RuleViolation, match="工伤鉴定：市大数据中心忙（503）"):
            fetch()
        assert Batch.objects.get(feed=Feed.CONTRIBUTIONS).state == BatchState.DONE
        fetch()
        assert Injury.objects.count() == 1

    def test_duplicates(self, cast, firms, centre):
        centre.faults = Faults(duplicates=True)
        fetch()
        assert (Appraisal.objects.count(), Injury.objects.count()) == (1, 1)

    def test_out_of_order(self, cast, centre):
        """Behind each row comes what it was: without its grade."""
        centre.faults = Faults(out_of_order=True)
        fetch()
        assert Injury.objects.get().disability == 9

    def test_unknown_firms(self, cast, centre):
        centre.faults = Faults(unknown=1)
        fetch()
        assert (Injury.objects.count(), Reject.objects.get().trouble) == (0, Trouble.UNKNOWN_FIRM)

    def test_broken_rows(self, cast, centre):
        centre.faults = Faults(broken_rows=1)
        batch = pull(Feed.APPRAISALS)
        assert (batch.rejected, Reject.objects.get().column) == (1, "registered_at")

    def test_an_answer_of_somebody_else(self, cast, centre, settings):
        settings.CITY_DATA_SECRET = "another secret"
        assert "市大数据中心的应答签名不正确" in pull(Feed.APPRAISALS).error


class TestResuming:
    @pytest.fixture
    def firms(self, cast):
        return [Firm(cast.enterprise.uscc, cast.enterprise.name, PEOPLE, [hurt(n) for n in range(1, 8)])]

    def test_a_walk_goes_on_at_its_page(self, cast, centre):
        class Dying(CityData):
            def page(self, ask):
                if ask.cursor == "4":
                    raise MemoryError
                return super().page(ask)

        with pytest.raises(MemoryError):
            pull(Feed.APPRAISALS, source=Dying(), size=2)
        whole = pull(Feed.APPRAISALS, size=2)
        assert (Batch.objects.get().pk, whole.created, whole.pages) == (whole.pk, 7, 4)
        assert [cursor for _, cursor in centre.asked] == ["", "2", "4", "6"]

    def test_handing_over_goes_on_where_it_stopped(self, cast, centre, monkeypatch):
        pull(Feed.APPRAISALS)
        taken, whole = [], services.receive_injury

        def dying(**given):
            if len(taken) == 3:
                raise MemoryError
            taken.append(given["feed_key"])
            return whole(**given)

        monkeypatch.setattr(services, "receive_injury", dying)
        with pytest.raises(MemoryError):
            hand_over(today=TODAY, now=timezone.now())
        monkeypatch.setattr(services, "receive_injury", whole)
        assert hand_over(today=TODAY, now=timezone.now()) == 4
        assert Injury.objects.count() == 7


def test_without_an_address_the_hourly_job_says_so(db, settings):
    settings.CITY_DATA_URL = ""
    assert REGISTRY.jobs["city_data.pull"].run(None) == "未配置市大数据中心"
