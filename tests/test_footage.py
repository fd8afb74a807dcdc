"""What was recorded: whose it was then, found and marked, kept where its label says so, and played by ticket."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from changqian.platform.commons.gateways import services as gateways
from changqian.platform.commons.recordings.models import Segment
from changqian.platform.enforcement.footage import services
from changqian.platform.enforcement.footage.models import FootageMark
from changqian.platform.enforcement.recorders import recording
from changqian.platform.enforcement.recorders.services import hand_out
from changqian.platform.enforcement.recorders.snapshot import snapshot
from changqian.platform.enforcement.recorders.telling import receive
from changqian.platform.enforcement.recorders.tests.making import NUMBER, office, recorder, stored
from changqian.platform.foundation.accounts.models import User
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.tickets import verify
from changqian.wire import video

AT = datetime(2026, 3, 16, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def tell(*events):
    receive([video.Told(number, AT.isoformat(), each) for number, each in enumerate(events, start=1)])


@pytest.fixture
def filmed(cast, monkeypatch):
    """A recorder that 陈建国 wore from nine on, with three minutes of film, of which one is before that."""
    bureau = office(cast.platform, cast.wujin_region)
    cast.chen = User.objects.create(username="chen", name="陈建国", department=bureau)
    row = recorder(cast.wujin, bureau)
    hand_out(row.pk, actor=cast.wujin, expected_version=1, wearer=cast.chen, at=AT, now=cast.now)
    tell(*(stored(NUMBER, AT + at * MINUTE, name=f"{at + 1}") for at in (-1, 0, 1)))
    cast.recorder, cast.ordered = row, []
    monkeypatch.setattr(gateways, "send", lambda kind, make: cast.ordered.append(make("n")))
    cast.films = list(Segment.objects.order_by("started_at"))
    cast.label = services.add_label(actor=cast.city, name="行政处罚")
    return cast


def mark(cast, **given):
    given = {"actor": cast.wujin, "since": AT, "until": AT + MINUTE, "label": cast.label, "now": cast.now, **given}
    return services.mark_footage(segment=cast.films[1], **given)


class TestTheLibrary:
    def test_film_is_whose_it_was_when_it_was_made(self, filmed):
        assert [each.officer for each in filmed.films] == [None, filmed.chen, filmed.chen]
        assert {each.department.name for each in filmed.films} == {"武进区应急管理局"}

    def test_told_twice_it_is_there_once_and_dropped_it_is_still_known(self, filmed):
        again, path = stored(NUMBER, AT, name="1"), "2026-03-16/32040000001327000001/1.mp4"
        gone = video.FootageDropped(
            device=NUMBER, channel=NUMBER, start=again.start, stop=again.stop, bytes=1, paths=(path,), why="outdated"
        )
        tell(again, gone)
        found = Segment.objects.get(path=path)
        assert (Segment.objects.count(), found.gone, found.gone_at) == (3, "outdated", AT)
        with pytest.raises(RuleViolation, match="超过保存期"):
            services.open_segment(found.pk, actor=filmed.city, session="s", to_keep=False, now=filmed.now)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, 3),
            ({"q": "陈建国"}, 2),
            ({"since": (AT + timedelta(seconds=30)).isoformat(), "until": (AT + MINUTE).isoformat()}, 1),
            ({"recorder": NUMBER, "cause": "manual", "there": "true"}, 3),
            ({"cause": "alarm"}, 0),
        ],
    )
    def test_it_is_found_by_any_condition_and_several_together(self, filmed, api, asked, found):
        assert len(api(filmed.wujin).get("/api/footage/", asked).json()["results"]) == found

    def test_another_district_finds_nothing(self, filmed, api):
        assert api(filmed.liyang).get("/api/footage/").json()["results"] == []
        assert api(filmed.officer).get("/api/footage/").status_code == 403

    def test_how_much_there_is_by_department(self, filmed, api):
        assert api(filmed.city).get("/api/footage/totals/").json() == [
            {"department_name": "武进区应急管理局", "files": 3, "hours": 0.05, "bytes": 4_500_000}
        ]

    def test_a_ticket_plays_one_channel_s_files(self, filmed, settings):
        film = filmed.films[0]
        link = services.open_segment(film.pk, actor=filmed.wujin, session="s", to_keep=True, now=filmed.now)
        address, _, shown = link.url.partition("?ticket=")
        assert address == f"{settings.VIDEO_URL}/footage/{NUMBER}/{NUMBER}/0.mp4"
        found = verify(shown, settings.KEYS["tickets"], audience="video", now=filmed.now)
        assert (found.resource, found.verbs) == (f"{NUMBER}/{NUMBER}", ("footage",))


class TestMarks:
    def test_what_is_marked_is_found_by_its_label_and_kept(self, filmed, api, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            mark(filmed)
        (order,) = filmed.ordered
        assert (order.device, order.label, order.start) == (NUMBER, "行政处罚", AT.isoformat())
        found = api(filmed.wujin).get("/api/footage/", {"label": filmed.label.pk}).json()["results"]
        assert [each["id"] for each in found] == [filmed.films[1].pk]

    def test_what_only_says_what_it_is_keeps_nothing(self, filmed, django_capture_on_commit_callbacks):
        plain = services.add_label(actor=filmed.city, name="日常巡查", keeps=False)
        with django_capture_on_commit_callbacks(execute=True):
            mark(filmed, label=plain)
        assert filmed.ordered == []

    def test_taken_back_its_film_is_let_go_but_for_what_another_mark_keeps(
        self, filmed, django_capture_on_commit_callbacks
    ):
        first, other = mark(filmed), mark(filmed, since=AT + timedelta(seconds=30))
        with django_capture_on_commit_callbacks(execute=True):
            services.end_mark(first.pk, actor=filmed.wujin, expected_version=1, reason="标错了")
        assert [(each.label, each.start) for each in filmed.ordered] == [
            ("", first.since.isoformat()),
            ("行政处罚", other.since.isoformat()),
        ]

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"until": AT}, "晚于开始时间"),
            ({"until": AT + timedelta(hours=25)}, "最长24小时"),
            ({"since": AT - timedelta(hours=2), "until": AT - timedelta(hours=1)}, "没有录像"),
        ],
    )
    def test_what_cannot_be_marked_is_said(self, filmed, wrong, sentence):
        with pytest.raises(RuleViolation, match=sentence):
            mark(filmed, **wrong)

    def test_a_label_that_is_void_is_chosen_no_longer_and_stays_where_it_was(self, filmed):
        marked = mark(filmed)
        services.invalidate_label(filmed.label.pk, actor=filmed.city, expected_version=1)
        filmed.label.refresh_from_db()
        with pytest.raises(RuleViolation, match="已无效"):
            mark(filmed)
        assert FootageMark.objects.get(pk=marked.pk).label == filmed.label
        services.restore_label(filmed.label.pk, actor=filmed.city, expected_version=2)

    def test_labels_are_the_city_s(self, filmed):
        with pytest.raises(PermissionDenied):
            services.add_label(actor=filmed.wujin, name="区里的")


class TestPlans:
    WEEK = ({"day": 1, "start": "08:30", "stop": "18:00"}, {"day": 5, "start": "22:00", "stop": "02:00"})

    def test_a_department_s_plan_is_told_for_each_picture_of_its_recorders(self, filmed):
        recording.plan_recording(
            actor=filmed.wujin, department=filmed.recorder.department, name="工作时间", week=list(self.WEEK), days=30
        )
        (plan,) = snapshot(1).plans
        assert (plan.device, plan.channel, plan.days, len(plan.week)) == (NUMBER, NUMBER, 30, 2)

    def test_the_nearest_plan_above_holds_where_there_is_none(self, filmed):
        from changqian.platform.foundation.enterprises.departments import move_department

        top = office(filmed.platform, filmed.wujin_region, "武进区政府")
        recording.plan_recording(actor=filmed.wujin, department=top, name="全区", after=90)
        assert snapshot(1).plans == ()
        move_department(filmed.recorder.department_id, actor=filmed.platform, expected_version=None, parent=top)
        assert [each.after for each in snapshot(1).plans] == [90]

    @pytest.mark.parametrize("span", [{"day": 8, "start": "08:00", "stop": "09:00"}, {"day": 1, "start": "8点"}])
    def test_what_is_no_part_of_a_week_is_said_with_its_number(self, filmed, span):
        with pytest.raises(RuleViolation, match="第2个时段"):
            recording.plan_recording(
                actor=filmed.wujin, department=filmed.recorder.department, name="工作时间", week=[self.WEEK[0], span]
            )

    def test_a_group_is_recorded_by_hand_all_or_none(self, filmed):
        recording.record_now([filmed.recorder.pk], actor=filmed.wujin, wanted=True)
        assert isinstance(filmed.ordered[0], video.StartRecording)
        with pytest.raises(PermissionDenied):
            recording.record_now([filmed.recorder.pk], actor=filmed.officer, wanted=True)
