"""The worker scans, looks, reports: counted once, in the right month, and what is wrong becomes a hazard."""

from datetime import date, datetime, timedelta
from io import BytesIO
from threading import Thread
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone
from PIL import Image

from changqian.platform.commons.checks.api import InspectionViewSet
from changqian.platform.commons.checks.models import CheckItem, Inspection
from changqian.platform.commons.checks.services import items_of, remark_inspection
from changqian.platform.commons.checks.stats import STATISTICS
from changqian.platform.commons.codes.services import live_code, reissue_code
from changqian.platform.commons.hazards.models import Hazard
from changqian.platform.foundation.files.services import store
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.parameters.services import keep
from changqian.platform.foundation.records.services import change
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.stats import Level, figures, recompute
from changqian.platform.ledgerkit.testing import LedgerContract
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import (
    create_month,
    edit_point,
    patrol,
    revise_point,
    stop_point,
)
from changqian.platform.safety.risks.tests.making import MORNING, SHANGHAI, answers, in_force

ON_THE_SPOT = {"lon": 119.9501, "lat": 31.7201, "accuracy": 12.0}
"About 15 m from 一号车间."


def walk(cast, point, *, actor=None, control_level="post", now=MORNING, abnormal=None, **given):
    """One patrol of 王小虎, everything in order unless said otherwise."""
    said = {"answers": answers(point, **(abnormal or {})), **ON_THE_SPOT, **given}
    if "token" not in said:
        said.setdefault("risk_point", point.pk)
    return patrol(actor=actor or cast.worker, control_level=control_level, now=now, **said)


class TestInspectionLedger(LedgerContract):
    url = "/api/inspections/"
    view = InspectionViewSet

    def make(self, cast):
        return walk(cast, in_force(cast), actor=cast.officer)

    def touch(self, row, *, actor, expected_version):
        return remark_inspection(row.pk, actor=actor, expected_version=expected_version, remark="已核对")

    def test_without_the_permission_nothing_is_made(self, cast):
        point = in_force(cast)
        cast.officer.grants = cast.clerk.grants
        with pytest.raises(PermissionDenied, match="您没有此项权限"):
            walk(cast, point, actor=cast.officer)


class TestScanning:
    def test_a_scan_counts_for_the_task_of_the_month(self, cast, api):
        point = in_force(cast)
        token = live_code(cast.site.pk, SUBJECT, point.pk).token
        made = walk(cast, point, token=token.lower())
        task = RiskTask.objects.get()
        assert (task.status, task.done_post, task.progress) == ("done_ok", 1, 100)
        assert task.completed_at == MORNING
        row = api(cast.town).get(f"/api/patrols/{made.pk}/").json()
        assert (row["by"], row["scanned"], row["result"], row["subject_name"]) == ("王小虎", True, "ok", point.name)
        assert row["distance"] == pytest.approx(14.6, abs=2)
        assert [each["answer"] for each in row["answers"]] == ["ok", "ok"]
        assert row["counts_for"] == "2026-04-01"

    def test_every_level_has_to_look(self, cast):
        point = in_force(cast, "large")
        for _ in range(31):
            walk(cast, point)
        task = RiskTask.objects.get()
        assert (task.done_post, task.required_post, task.status) == (31, 30, "doing")
        for actor, level, times in ((cast.worker, "team", 5), (cast.officer, "workshop", 1)):
            for _ in range(times):
                walk(cast, point, actor=actor, control_level=level)
        task.refresh_from_db()
        assert (task.status, task.progress) == ("done_ok", 100)

    @pytest.mark.parametrize(
        ("person", "level", "allowed"),
        [
            ("worker", "post", True),
            ("worker", "team", True),
            ("worker", "workshop", False),
            ("worker", "company", False),
            ("officer", "workshop", True),
            ("officer", "company", False),
            ("principal", "company", True),
            ("town", "post", False),
            ("city", "company", False),
        ],
    )
    def test_who_looks_on_behalf_of_whom(self, cast, person, level, allowed):
        point, actor = in_force(cast), getattr(cast, person)
        if allowed:
            assert walk(cast, point, actor=actor, control_level=level).control_level == level
        else:
            with pytest.raises(PermissionDenied):
                walk(cast, point, actor=actor, control_level=level)

    def test_the_sentence_names_the_level(self, cast):
        with pytest.raises(PermissionDenied, match="您不能执行公司级巡查"):
            walk(cast, in_force(cast), control_level="company")

    def test_a_rival_finds_nothing_to_patrol(self, cast, api):
        point = in_force(cast)
        with pytest.raises(type(point).DoesNotExist):
            walk(cast, point, actor=cast.rival_officer)
        with pytest.raises(type(point).DoesNotExist):
            walk(cast, point, actor=cast.two_roles)

    def test_the_old_print_is_refused_and_what_it_said_before_is_not(self, cast):
        point = in_force(cast)
        code = live_code(cast.site.pk, SUBJECT, point.pk)
        noon = MORNING + timedelta(hours=4)
        reissue_code(code.pk, actor=cast.officer, expected_version=1, reason="污损", now=noon)
        with pytest.raises(RuleViolation, match="该常安码已停用，请扫描现场新码"):
            walk(cast, point, token=code.token, now=noon + timedelta(minutes=1))
        # Scanned offline at ten, sent in the afternoon.
        sent = walk(cast, point, token=code.token, now=noon + timedelta(hours=2), captured_at=noon - timedelta(hours=2))
        assert sent.synced_late

    @pytest.mark.parametrize("token", ["", "0000", "A" * 26, "\0", "常安码"])
    def test_what_is_no_code_of_a_risk_point(self, cast, token):
        with pytest.raises(RuleViolation, match="这不是风险点的常安码|请扫描常安码或选择风险点"):
            patrol(actor=cast.worker, control_level="post", token=token, answers=[], now=MORNING)

    def test_a_stopped_point_is_not_patrolled(self, cast):
        point = in_force(cast)
        stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="拆除", now=MORNING)
        late = MORNING + timedelta(days=2)
        with pytest.raises(RuleViolation, match="停用的风险点不能巡查"):
            walk(cast, point, now=late)
        before = walk(cast, point, now=late, captured_at=MORNING - timedelta(minutes=5))
        assert before.checked_at < MORNING
        assert RiskTask.objects.get().status == "cancelled"

    def test_a_changing_point_is_patrolled_as_it_was_approved(self, cast):
        point = in_force(cast)
        revise_point(point.pk, actor=cast.officer, expected_version=point.version)
        assert walk(cast, point).result == "ok"


class TestTwiceIsOnce:
    def test_the_same_submission_counts_once(self, cast, api):
        point = in_force(cast, "general")
        body = {"risk_point": point.pk, "control_level": "post", "answers": answers(point), **ON_THE_SPOT}
        body |= {"client_uuid": str(uuid4())}
        first = api(cast.worker).post("/api/patrols/", body)
        again = api(cast.worker).post("/api/patrols/", body)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json()["id"] == again.json()["id"]
        assert Inspection.objects.count() == 1
        assert sum(RiskTask.objects.values_list("done_post", flat=True)) == 1

    def test_somebody_elses_number_is_not_answered(self, cast):
        point, number = in_force(cast), uuid4()
        walk(cast, point, client_uuid=number)
        with pytest.raises(RuleViolation, match="提交编号已被使用，请重新登记"):
            walk(cast, point, client_uuid=number, actor=cast.officer)

    @pytest.mark.django_db(transaction=True)
    def test_twice_at_the_same_moment_is_still_once(self, cast):
        point, number, failed = in_force(cast), uuid4(), []

        def send():
            try:
                walk(cast, point, client_uuid=number)
            except Exception as error:
                failed.append(error)
            finally:
                connection.close()

        threads = [Thread(target=send) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert Inspection.objects.count() == 1
        assert RiskTask.objects.get().done_post == 1

    @pytest.mark.django_db(transaction=True)
    def test_patrols_at_the_same_moment_all_count(self, cast):
        point, failed = in_force(cast), []
        RiskTask.objects.all().delete()  # the first of them has to make the task, too

        def send():
            try:
                walk(cast, point)
            except Exception as error:
                failed.append(error)
            finally:
                connection.close()

        threads = [Thread(target=send) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert RiskTask.objects.get().done_post == 6


class TestWhatIsWrong:
    def test_an_abnormal_item_becomes_a_hazard(self, cast, api, files_dir):
        point = in_force(cast, "general", responsible=cast.worker)
        picture = BytesIO()
        Image.new("RGB", (40, 30)).save(picture, "JPEG")
        photo = store(picture, name="积尘.jpg", actor=cast.officer, now=MORNING)
        said = answers(point, item1="除尘管道积尘约2毫米")
        said[1] |= {"photos": [photo.pk], "category": "equipment"}
        made = walk(cast, point, actor=cast.officer, answers=said)
        hazard = Hazard.objects.get()
        assert (hazard.description, hazard.location) == ("管道表面无可见积尘：除尘管道积尘约2毫米", "打磨车间东侧")
        assert (hazard.source, hazard.category, hazard.level) == ("self_check", "equipment", "general")
        assert (hazard.origin_kind, hazard.origin_id, hazard.risk_point_id) == ("inspection", made.pk, point.pk)
        assert (hazard.found_at, hazard.lon) == (MORNING, ON_THE_SPOT["lon"])
        row = api(cast.town).get(f"/api/patrols/{made.pk}/").json()
        assert (row["result"], row["abnormal"]) == ("abnormal", 1)
        assert [each["hazard"] for each in row["answers"]] == [None, hazard.pk]
        assert [file["name"] for file in row["answers"][1]["photos"]] == ["积尘.jpg"]
        shown = api(cast.town).get(f"/api/hazards/{hazard.pk}/").json()
        assert [file["id"] for file in shown["photos_before"]] == [photo.pk]
        titles = Notice.objects.filter(user=cast.worker).values_list("title", flat=True)
        assert f"陈安全巡查“{point.name}”发现1项异常" in titles

    def test_the_task_ends_as_one_that_found_something(self, cast):
        point = in_force(cast)
        walk(cast, point, abnormal={"item0": "压差为零", "item1": "积尘"})
        task = RiskTask.objects.get()
        assert (task.status, task.abnormal) == ("done_abnormal", 1)
        assert Hazard.objects.count() == 2

    def test_the_worker_reports_what_no_item_asks(self, cast):
        point = in_force(cast)
        said = [*answers(point), {"text": "通道堆物", "answer": "abnormal", "note": "东门被托盘堵住"}]
        walk(cast, point, answers=said)
        assert Hazard.objects.get().description == "通道堆物：东门被托盘堵住"

    def test_if_the_hazard_cannot_be_written_nothing_is(self, cast):
        point = in_force(cast)
        said = [*answers(point), {"text": "通道", "answer": "abnormal", "note": "堵", "photos": [987654]}]
        with pytest.raises(RuleViolation, match="附件不存在或不是您上传的"):
            walk(cast, point, answers=said)
        assert (Inspection.objects.count(), Hazard.objects.count()) == (0, 0)
        assert RiskTask.objects.get().done_post == 0

    @pytest.mark.parametrize("change_it", [lambda said: said[:1], lambda said: []])
    def test_every_item_is_answered(self, cast, change_it):
        point = in_force(cast)
        with pytest.raises(RuleViolation, match="还有[12]项未检查"):
            walk(cast, point, answers=change_it(answers(point)))

    def test_an_item_of_another_point_is_no_answer(self, cast):
        point, other = in_force(cast), in_force(cast)
        with pytest.raises(RuleViolation, match="第1项不是该对象的检查项"):
            walk(cast, point, answers=answers(other))


class TestWhere:
    @pytest.mark.parametrize(
        ("given", "stored"),
        [
            ({"lon": 119.9501, "lat": 31.7201}, (119.9501, "", False)),
            ({"lon": 119.96, "lat": 31.72, "accuracy": 20}, (119.96, "", True)),
            ({"lon": 119.96, "lat": 31.72, "accuracy": 2000}, (119.96, "", False)),
            ({"lon": 119.96, "lat": 31.72, "accuracy": float("nan")}, (119.96, "", True)),
            ({"lon": 0, "lat": 0}, (None, "unavailable", False)),
            ({"lon": None, "lat": None, "position_missing": "denied"}, (None, "denied", False)),
            ({"lon": None, "lat": None}, (None, "not_asked", False)),
        ],
    )
    def test_position_distance_and_what_is_missing(self, cast, given, stored):
        """The site stands at 119.95, 31.72; 0.01° east is 946 m."""
        made = walk(cast, in_force(cast), **{"accuracy": None, **given})
        assert (made.lon, made.position_missing, made.far) == stored

    def test_the_point_is_nearer_than_its_site(self, cast):
        point = in_force(cast, lon=119.96, lat=31.72)
        assert not walk(cast, point, lon=119.9601, lat=31.72).far

    def test_how_far_is_far_is_configuration(self, cast):
        now = timezone.now()
        keep("checks.far_metres", 5, by=cast.sysadmin, reason="试", effective_at=now, now=now)
        assert walk(cast, in_force(cast), accuracy=0).far


class TestLate:
    def test_what_was_seen_in_april_counts_in_april(self, cast):
        point = in_force(cast)
        may = datetime(2026, 5, 2, 9, tzinfo=SHANGHAI)
        create_month(date(2026, 5, 1), actor=cast.platform, now=may)
        made = walk(cast, point, now=may, captured_at=datetime(2026, 4, 30, 23, 50, tzinfo=SHANGHAI))
        assert (made.month, made.counts_for, made.synced_late) == (date(2026, 4, 1), date(2026, 4, 1), True)
        assert {task.month.month: task.status for task in RiskTask.objects.all()} == {4: "done_ok", 5: "pending"}

    def test_ten_to_midnight_in_shanghai_is_still_that_month(self, cast):
        """16:10 UTC on 31 May is 00:10 on 1 June."""
        point = in_force(cast)
        night = datetime(2026, 6, 1, 0, 10, tzinfo=SHANGHAI)
        assert walk(cast, point, now=night).month == date(2026, 6, 1)

    def test_a_month_nobody_finished_can_be_made_up_for(self, cast):
        point = in_force(cast)
        april, may = RiskTask.objects.get(), datetime(2026, 5, 4, 9, tzinfo=SHANGHAI)
        create_month(date(2026, 5, 1), actor=cast.platform, now=may)
        made = walk(cast, point, now=may, task=april.pk)
        april.refresh_from_db()
        assert (april.status, april.late, made.counts_for) == ("done_ok", True, date(2026, 4, 1))
        assert made.month == date(2026, 5, 1)  # it was done in May, for April
        with pytest.raises(RuleViolation, match="正常完成的任务不能补做"):
            walk(cast, point, now=may, task=april.pk)

    def test_nobody_works_ahead(self, cast):
        point = in_force(cast)
        create_month(date(2026, 5, 1), actor=cast.platform, now=MORNING)
        ahead = RiskTask.objects.get(month=date(2026, 5, 1))
        with pytest.raises(RuleViolation, match="不能提前执行以后月份的任务"):
            walk(cast, point, task=ahead.pk)
        with pytest.raises(RuleViolation, match="该任务不属于此风险点"):
            walk(cast, in_force(cast), task=ahead.pk)

    @pytest.mark.parametrize(
        ("captured_at", "sentence"),
        [
            (MORNING - timedelta(days=7, minutes=1), "离线记录已超过7天，不能补传，请重新登记"),
            (MORNING + timedelta(minutes=11), "采集时间晚于当前时间，请检查手机时间"),
        ],
    )
    def test_too_old_or_from_the_future(self, cast, captured_at, sentence):
        with pytest.raises(RuleViolation, match=sentence):
            walk(cast, in_force(cast, now=MORNING - timedelta(days=20)), captured_at=captured_at)

    def test_items_that_changed_while_the_phone_was_offline(self, cast):
        """The answers fit the items of their time: one dropped since may be answered, a new one need not be."""
        point = in_force(cast)
        said = answers(point)
        at = max(item.created_at for item in items_of(SUBJECT, [point.pk])) + timedelta(seconds=1)
        revised = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
        wanted = [{"text": "管道表面无可见积尘"}, {"text": "新增：泄爆口无遮挡"}]
        edit_point(point.pk, actor=cast.officer, expected_version=revised.version, items=wanted, now=at)
        moved = at + timedelta(minutes=30)
        CheckItem.objects.filter(text="除尘器压差在范围内").update(ended_at=moved)
        CheckItem.objects.filter(text="新增：泄爆口无遮挡").update(created_at=moved)
        late = at + timedelta(hours=3)
        assert walk(cast, point, answers=said, captured_at=at, now=late).synced_late
        with pytest.raises(RuleViolation, match="还有1项未检查：新增：泄爆口无遮挡"):
            walk(cast, point, answers=said, now=late)


class TestExemptAndDone:
    def test_a_patrol_of_an_exempt_task_is_kept_and_changes_nothing(self, cast):
        point = in_force(cast)
        task = RiskTask.objects.get()
        change(task, actor=cast.platform, action="risks.grant_exemption", expected_version=None, status="exempt")
        walk(cast, point)
        task.refresh_from_db()
        assert (task.status, task.done_post) == ("exempt", 1)

    def test_what_is_found_after_it_was_done_still_shows(self, cast):
        point = in_force(cast)
        walk(cast, point)
        first = RiskTask.objects.get().completed_at
        walk(cast, point, abnormal={"item0": "压差为零"}, now=MORNING + timedelta(hours=1))
        task = RiskTask.objects.get()
        assert (task.status, task.completed_at, task.late) == ("done_abnormal", first, False)


def test_statistics_of_inspections(cast):
    point = in_force(cast)
    walk(cast, point)
    walk(cast, point, abnormal={"item0": "压差为零"}, lon=None, lat=None, actor=cast.officer, control_level="workshop")
    while recompute(STATISTICS, today=date(2026, 4, 2)):
        pass
    month = (date(2026, 4, 1), date(2026, 4, 1))
    told = {each.measure: each.total for each in figures(STATISTICS, actor=cast.city, months=month, level=Level.CITY)}
    none = dict.fromkeys(("scanned", "far", "late", "doubted"), 0)
    assert told == {"total": 2, "abnormal": 1, "items": 1, "no_position": 1, **none}


def test_the_list_is_filtered(cast, api):
    point = in_force(cast)
    walk(cast, point)
    walk(cast, point, actor=cast.officer, abnormal={"item0": "压差为零"})
    client = api(cast.worker)
    assert client.get("/api/patrols/?result=abnormal").json()["count"] == 1
    assert client.get("/api/patrols/?mine=true").json()["count"] == 1
    assert client.get(f"/api/patrols/?subject_id={point.pk}&since=2026-04-01&until=2026-04-01").json()["count"] == 2
    assert client.get("/api/patrols/?month=2026-05-01").json()["count"] == 0
