"""From the first word to the last day: applied for, sent back, admitted, reminded, ended; and who gets nowhere."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.commons.professionals import services
from changqian.platform.commons.professionals.models import Application
from changqian.platform.commons.professionals.rules import Status
from changqian.platform.commons.professionals.tasks import follow_approval
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.approvals.models import Approval
from changqian.platform.foundation.approvals.services import decide, resubmit, todo_of
from changqian.platform.foundation.approvals.services import withdraw as take_back
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import target
from changqian.platform.foundation.files.models import StoredFile
from changqian.platform.foundation.files.services import may_read
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


def now():
    return timezone.now()


def today():
    return timezone.localdate()


def fresh(user):
    return User.objects.get(pk=user.pk)


def by(actor, **more):
    return {"actor": fresh(actor), "expected_version": None, "now": now(), **more}


def roles(user):
    return sorted(user.assignments.values_list("role__code", flat=True))


def todos(user):
    return [step.approval.target for step in todo_of(fresh(user)) if step.approval.kind == services.APPROVAL]


def told(user):
    return list(Notice.objects.filter(user=user, kind="professionals").order_by("pk").values_list("title", flat=True))


@pytest.fixture
def li(person):
    return person("李明华")


@pytest.mark.parametrize(("kind", "word"), [("expert", "专家"), ("insurer", "保险机构"), ("trainer", "培训机构")])
def test_applied_for_and_admitted(cast, li, applied, kind, word):
    """The city has it as a to-do, nobody else; with the approval the role is there at the next request."""
    row = applied(li, kind)
    assert (row.status, row.region) == (Status.PENDING, cast.city_region)
    assert todos(cast.city) == [row.pk]
    assert not todos(cast.wujin)
    assert told(cast.city) == [f"李明华申请入驻：{word}（{row.unit}）"]
    assert fresh(li).given == ()
    services.approve(row.pk, **by(cast.city))
    row.refresh_from_db()
    assert (row.status, row.decided_by) == (Status.APPROVED, cast.city)
    assert row.valid_until.year == today().year + 3
    assert not todos(cast.city)
    assert told(li) == [f"{word}入驻申请：已入驻"]
    [grant] = fresh(li).given
    assert grant.own_only == li.pk, "of what others wrote nothing"
    assert roles(li) == [kind]


def test_the_city_says_until_when(cast, li, applied):
    row = applied(li)
    for until, wrong in ((today(), "晚于今天"), (today() + timedelta(days=6 * 366), "最长5年")):
        with pytest.raises(RuleViolation, match=wrong):
            services.approve(row.pk, **by(cast.city, valid_until=until))
    half = today() + timedelta(days=180)
    assert services.approve(row.pk, **by(cast.city, valid_until=half)).valid_until == half


def test_sent_back_corrected_and_sent_again(cast, li, applied, picture):
    row = applied(li)
    with pytest.raises(RuleViolation, match="写明理由"):
        services.send_back(row.pk, **by(cast.city, opinion=" "))
    services.send_back(row.pk, **by(cast.city, opinion="证书照片不清"))
    assert not todos(cast.city)
    assert Approval.objects.get(target=row.pk, kind=services.APPROVAL).status == "returned"
    assert told(li) == ["专家入驻申请：退回补正"]
    with pytest.raises(RuleViolation, match="退回补正的入驻申请不能通过入驻"):
        services.approve(row.pk, **by(cast.city))
    better = picture(li)
    sent = services.correct(row.pk, **by(li, unit="常州市化工研究院", papers=[better], region=cast.wujin_region))
    assert (sent.status, sent.unit, sent.region) == (Status.PENDING, "常州市化工研究院", cast.wujin_region)
    assert (sent.certificate_no, sent.worked_years) == ("T320411198503071234", 12), "what was not given stays"
    assert todos(cast.city) == [row.pk]
    services.approve(row.pk, **by(cast.city))
    assert roles(li) == ["expert"]
    actions = Entry.objects.filter(target=target(row)).order_by("pk").values_list("action", flat=True)
    assert [each.partition(".")[2] for each in actions if "attach" not in each] == [
        "apply",
        "send_back",
        "correct",
        "approve",
    ]


def test_decided_under_the_todos_it_is_the_same(cast, li, applied):
    """Sent back, answered and agreed to under 我的待办, as the worker tells it."""
    row = applied(li)
    approval = Approval.objects.get(target=row.pk, kind=services.APPROVAL)
    step = approval.steps.get().pk
    facts = {"approval": approval.pk, "kind": services.APPROVAL, "target": row.pk}
    decide(approval.pk, step, **by(cast.city, act="send_back", opinion="请写明年限"))
    for _ in range(2):
        follow_approval(**facts, outcome="returned", actor=cast.city.pk, opinion="请写明年限")
    row.refresh_from_db()
    assert (row.status, row.opinion) == (Status.RETURNED, "请写明年限")
    resubmit(approval.pk, **by(li, opinion="已写明"))
    for _ in range(2):
        follow_approval(**facts, outcome="pending", actor=li.pk, opinion="已写明")
    row.refresh_from_db()
    assert row.status == Status.PENDING
    decide(approval.pk, step, **by(cast.city, act="approve"))
    for _ in range(2):
        follow_approval(**facts, outcome="approved", actor=cast.city.pk, opinion="")
    assert roles(li) == ["expert"]
    assert follow_approval(**{**facts, "kind": "other"}, outcome="approved", actor=cast.city.pk, opinion="") is None


def test_what_the_rules_refuse_under_the_todos_is_told_to_who_decided(cast, li, person, applied):
    first, second = applied(li), applied(person("王建国"))
    services.approve(first.pk, **by(cast.city))
    facts = {"kind": services.APPROVAL, "target": second.pk, "outcome": "approved", "opinion": ""}
    approval = Approval.objects.get(target=second.pk, kind=services.APPROVAL).pk
    assert follow_approval(approval=approval, actor=cast.city.pk, **facts) is None
    assert "证书编号已用于另一位入驻专家" in told(cast.city)[-1]
    second.refresh_from_db()
    assert second.status == Status.PENDING


def test_withdrawn_here_or_under_the_todos(cast, li, applied):
    row = applied(li)
    services.withdraw(row.pk, **by(li))
    assert not todos(cast.city)
    again = applied(li)
    approval = Approval.objects.get(target=again.pk, kind=services.APPROVAL)
    take_back(approval.pk, **by(li))
    facts = {"approval": approval.pk, "kind": services.APPROVAL, "target": again.pk, "outcome": "withdrawn"}
    follow_approval(**facts, actor=li.pk, opinion="")
    again.refresh_from_db()
    assert again.status == Status.WITHDRAWN
    with pytest.raises(RuleViolation, match="已撤回的入驻申请不能撤回申请"):
        services.withdraw(again.pk, **by(li))


class TestWhoGetsNowhere:
    def test_without_a_real_name_nobody_applies(self, cast, applied):
        with pytest.raises(RuleViolation, match="实名核验"):
            applied(cast.nobody)
        with pytest.raises(PermissionDenied):
            applied(cast.dismissed)

    def test_an_administrator_is_nothing_else(self, cast, applied):
        for administrator in (cast.sysadmin, cast.secadmin, cast.auditor):
            User.objects.filter(pk=administrator.pk).update(real_name_at=now())
            with pytest.raises(PermissionDenied):
                applied(fresh(administrator))

    def test_who_became_an_administrator_meanwhile_is_not_admitted(self, cast, li, applied):
        row = applied(li)
        Assignment.objects.create(user=li, role=Role.objects.get(code="auditor"), region=cast.city_region)
        with pytest.raises(RuleViolation, match="另建账号"):
            services.approve(row.pk, **by(cast.city))
        assert Application.objects.get(pk=row.pk).status == Status.PENDING

    def test_one_open_application_of_a_kind(self, cast, li, applied):
        row = applied(li)
        with pytest.raises(RuleViolation, match="已有一份同类申请在办理"):
            applied(li)
        services.send_back(row.pk, **by(cast.city, opinion="不清"))
        with pytest.raises(RuleViolation, match="已有一份同类申请在办理"):
            applied(li)
        assert applied(li, "trainer").status == Status.PENDING, "another kind is another matter"

    def test_of_the_city_too_nobody_reviews_himself(self, cast, applied, second_city):
        User.objects.filter(pk=cast.city.pk).update(real_name_at=now())
        row = applied(fresh(cast.city))
        assert todos(cast.city) == []
        for does in (services.approve, services.send_back, services.reject, services.revoke):
            words = {} if does is services.approve else {"opinion": "我自己"}
            with pytest.raises(RuleViolation, match="自己提出"):
                does(row.pk, **by(cast.city, **words))
        approval = Approval.objects.get(target=row.pk, kind=services.APPROVAL)
        with pytest.raises(RuleViolation, match="自己提出"):
            decide(approval.pk, approval.steps.get().pk, **by(cast.city, act="approve"))
        assert services.approve(row.pk, **by(second_city)).status == Status.APPROVED

    @pytest.mark.parametrize("who", ["wujin", "town", "officer", "bureau", "expert", "sysadmin", "secadmin", "auditor"])
    def test_nobody_but_the_city_decides(self, cast, li, applied, who):
        row = applied(li, region=cast.wujin_region)
        for does in (services.approve, services.send_back, services.reject, services.revoke):
            words = {} if does is services.approve else {"opinion": "不行"}
            with pytest.raises(PermissionDenied):
                does(row.pk, **by(getattr(cast, who), **words))

    def test_nobody_corrects_or_withdraws_for_another(self, cast, li, person, applied):
        row = applied(li)
        services.send_back(row.pk, **by(cast.city, opinion="不清"))
        for who in (cast.city, person("王建国")):
            for does in (services.correct, services.withdraw):
                with pytest.raises(Application.DoesNotExist):
                    does(row.pk, **by(who))

    def test_refused_it_is_over_and_not_refused_again(self, cast, li, applied):
        row = applied(li)
        services.reject(row.pk, **by(cast.city, opinion="专业不符"))
        assert told(li) == ["专家入驻申请：未通过"]
        with pytest.raises(RuleViolation, match="未通过的入驻申请不能不予通过"):
            services.reject(row.pk, **by(cast.city, opinion="专业不符"))
        assert roles(li) == []

    def test_refused_three_times_one_goes_to_the_counter(self, cast, li, applied):
        for _ in range(3):
            services.reject(applied(li).pk, **by(cast.city, opinion="专业不符"))
        with pytest.raises(RuleViolation, match="当面办理"):
            applied(li)
        assert applied(li, "trainer")

    def test_a_town_is_no_place_for_it(self, cast, li, applied):
        with pytest.raises(RuleViolation) as refused:
            applied(li, region=cast.hutang)
        assert refused.value.field == "region"

    def test_a_picture_of_somebody_else_is_no_paper(self, cast, li, person, applied, picture):
        with pytest.raises(RuleViolation, match="不是您上传的"):
            applied(li, papers=[picture(person("王建国"))])

    def test_what_was_decided_meanwhile_is_not_decided_unseen(self, cast, li, applied):
        row = applied(li)
        with pytest.raises(VersionConflict):
            services.approve(row.pk, **{**by(cast.city), "expected_version": row.version + 1})


class TestItEnds:
    @pytest.fixture
    def admitted(self, cast, li, applied):
        return services.approve(applied(li).pk, **by(cast.city, valid_until=today() + timedelta(days=100)))

    def test_a_month_before_he_is_told_once_and_on_its_last_day_it_still_holds(self, li, admitted):
        end = admitted.valid_until
        assert services.remind_ending(today=end - timedelta(days=31), now=now()) == 0
        assert services.remind_ending(today=end - timedelta(days=30), now=now()) == 1
        assert services.remind_ending(today=end - timedelta(days=29), now=now()) == 0
        assert told(li)[-1] == "专家入驻还剩30天"
        assert services.end_expired(today=end, now=now()) == 0
        assert roles(li) == ["expert"]

    def test_expired_its_rights_are_gone_with_the_next_request(self, cast, api, li, admitted):
        assert api(fresh(li)).get("/api/hazards/").status_code == 200
        after = admitted.valid_until + timedelta(days=1)
        assert services.end_expired(today=after, now=now()) == 1
        assert services.end_expired(today=after, now=now()) == 0
        assert api(fresh(li)).get("/api/hazards/").status_code == 403
        admitted.refresh_from_db()
        assert (admitted.status, roles(li), told(li)[-1]) == (Status.EXPIRED, [], "专家入驻已到期")
        last = Entry.objects.filter(target=target(li)).latest("pk")
        assert (last.action, last.actor, last.changes["roles"]) == ("accounts.give_up", cast.platform, [["expert"], []])

    def test_revoked_by_the_city_with_a_reason(self, cast, api, li, admitted):
        with pytest.raises(RuleViolation, match="写明理由"):
            services.revoke(admitted.pk, **by(cast.city, opinion=""))
        services.revoke(admitted.pk, **by(cast.city, opinion="证书被吊销"))
        assert api(fresh(li)).get("/api/hazards/").status_code == 403
        assert told(li)[-1] == "专家入驻申请：已取消资格"
        with pytest.raises(RuleViolation, match="已取消资格的入驻申请不能取消资格"):
            services.revoke(admitted.pk, **by(cast.city, opinion="证书被吊销"))
        assert services.end_expired(today=admitted.valid_until + timedelta(days=1), now=now()) == 0

    def test_roles_of_a_firm_stay(self, cast, li, admitted):
        Assignment.objects.create(user=li, role=Role.objects.get(code="worker"), enterprise=cast.enterprise)
        services.revoke(admitted.pk, **by(cast.city, opinion="证书被吊销"))
        assert roles(li) == ["worker"]

    def test_renewed_in_its_last_month_there_is_no_day_between(self, cast, li, applied, admitted):
        with pytest.raises(RuleViolation, match="已入驻"):
            applied(li)
        Application.objects.filter(pk=admitted.pk).update(valid_until=today() + timedelta(days=20))
        again = applied(li)
        assert roles(li) == ["expert"], "until then the first holds"
        services.approve(again.pk, **by(cast.city))
        admitted.refresh_from_db()
        assert admitted.status == Status.RENEWED
        assert roles(li) == ["expert"]
        assert services.end_expired(today=today() + timedelta(days=30), now=now()) == 0


def test_what_he_sent_is_sealed_masked_and_read_by_him_the_district_and_the_city(cast, api, li, applied, person):
    row = applied(li, region=cast.wujin_region)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT certificate_no FROM professionals_application WHERE id = %s", [row.pk])
        assert "3204" not in cursor.fetchone()[0]
    made = Entry.objects.filter(target=target(row)).earliest("pk")
    assert "T320411198503071234" not in str(made.changes)
    paper = StoredFile.objects.get(created_by=li)
    readers = {"wujin", "city"}
    others = {"liyang", "town", "officer", "principal", "two_roles", "bureau", "author", "expert", "nobody"}
    for who in sorted(readers | others):
        user = fresh(getattr(cast, who))
        seen = who in readers or who == "two_roles"  # who supervises 武进区, too
        assert api(user).get(f"/api/professionals/{row.pk}/").status_code == (200 if seen else 404), who
        assert may_read(paper, user) == seen, who
        assert api(user).get("/api/professionals/").json()["count"] == int(seen), who
    for path in ("/api/professionals/", f"/api/professionals/{row.pk}/"):
        assert api(fresh(cast.secadmin)).get(path).status_code == 403
    assert not may_read(paper, fresh(cast.secadmin))
    detail = api(fresh(li)).get(f"/api/professionals/{row.pk}/").json()
    assert detail["mine"]
    assert detail["certificate_no"].endswith("1234")
    assert "*" in detail["certificate_no"]
    assert api(person("王建国")).get(f"/api/professionals/{row.pk}/").status_code == 404
