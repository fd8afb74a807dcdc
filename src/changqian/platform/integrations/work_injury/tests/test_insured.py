"""For whom a firm pays social insurance: kept per person, told of an injury, counted beside the staff."""

from datetime import date

from django.db import connection
from django.utils import timezone

from changqian.platform.commons.people.services import add_person
from changqian.platform.commons.province.insured import insured_in
from changqian.platform.commons.province.models import Insured, Reject
from changqian.platform.commons.province.rules import Feed, Paid, counted_month, month_said
from changqian.platform.integrations.provincial_risk.services import pull
from changqian.platform.integrations.work_injury.services import pull_city
from changqian.platform.safety.accidents.models import Injury
from changqian.simulators.provincial_platform.faults import Faults

from .conftest import LI, WANG


def months_of(name):
    return [month_said(month) for month in Insured.objects.get(name=name).months]


def test_one_row_for_a_person_and_no_number_in_the_clear(cast, centre):
    batch = pull(Feed.CONTRIBUTIONS, size=2)
    assert (batch.received, batch.created, Insured.objects.count()) == (5, 5, 2)
    assert (months_of("王小虎"), months_of("李建国")) == (["2026-01", "2026-02", "2026-03"], ["2026-01", "2026-02"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number FROM province_insured")
        assert not any(number in row[0] for row in cursor.fetchall() for number in (WANG, LI))


def test_the_same_again_changes_nothing(cast, centre):
    pull(Feed.CONTRIBUTIONS)
    before = list(Insured.objects.order_by("pk").values())
    centre.faults = Faults(duplicates=True, out_of_order=True)
    again = pull(Feed.CONTRIBUTIONS, full=True, size=2)
    assert (again.created, again.changed) == (0, 0)
    assert list(Insured.objects.order_by("pk").values()) == before


def test_a_new_month_is_added(cast, centre):
    pull(Feed.CONTRIBUTIONS)
    row = centre.books.feeds["contributions"].at(1)
    centre.books.tell(
        "contributions", {**row, "id": "SB-new", "month": "202604"}, at=timezone.localtime().replace(tzinfo=None)
    )
    pull(Feed.CONTRIBUTIONS, full=True)
    assert months_of(row["person_name"])[-1] == "2026-04"


def test_a_month_that_is_none_is_refused(cast, centre):
    centre.faults = Faults(broken_rows=5)
    batch = pull(Feed.CONTRIBUTIONS)
    assert (batch.created, batch.rejected, Reject.objects.get().reason) == (4, 1, "缴纳月份：应为月份，如2026-05")


def test_whether_somebody_was_insured_in_a_month(cast, centre):
    pull(Feed.CONTRIBUTIONS)

    def asked(number, day):
        return insured_in(enterprise=cast.enterprise.pk, id_number=number, day=day)

    assert asked(LI, date(2026, 2, 28)) == Paid.PAID
    assert asked(LI, date(2026, 3, 1)) == Paid.UNPAID
    assert asked(LI, date(2026, 4, 1)) == Paid.NO_DATA
    assert asked("", date(2026, 2, 1)) == Paid.NO_NUMBER
    assert insured_in(enterprise=cast.rival.pk, id_number=LI, day=date(2026, 2, 1)) == Paid.NO_DATA


def test_an_injury_says_it(cast, centre, api):
    pull_city(today=date(2026, 11, 20), now=timezone.now())
    row = Injury.objects.get()
    assert api(cast.officer).get(f"/api/injuries/{row.pk}/").json()["insured"] == "paid"


def test_insured_beside_the_staff(cast, centre, api):
    def seen(who, firm):
        return api(who).get(f"/api/province-insured/?enterprise={firm.pk}")

    before = seen(cast.officer, cast.enterprise).json()
    assert (before["month"], before["insured"], before["both"]) == (None, 0, 0)
    pull(Feed.CONTRIBUTIONS)
    for name, number in (("王小虎", WANG), ("李建国", LI)):
        add_person(
            actor=cast.officer, enterprise=cast.enterprise, today=date(2026, 11, 20), name=name, id_number=number,
            roles=["worker"],
        )  # fmt: skip
    told = seen(cast.officer, cast.enterprise).json()
    assert (told["month"], told["insured"], told["both"]) == ("2026-03", 1, 1)
    assert told["staff"] == before["staff"] + 2
    assert told["missing"][-1] == "李建国"
    assert seen(cast.officer, cast.rival).status_code == 404


def test_a_month_as_a_number():
    assert month_said(counted_month(date(2026, 12, 31))) == "2026-12"
    assert counted_month(date(2027, 1, 1)) - counted_month(date(2026, 12, 1)) == 1
