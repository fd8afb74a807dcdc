"""One code, four people before it: the public, the worker, the rival, the regulator."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from changqian.platform.commons.codes.models import Miss, Scan
from changqian.platform.commons.codes.rules import UNKNOWN_ALLOWED
from changqian.platform.commons.codes.services import issue_code, live_code, reissue_code, revoke_code
from changqian.platform.safety.risks.models import RiskTask
from changqian.platform.safety.risks.rules import SUBJECT
from changqian.platform.safety.risks.services import (
    approve_point,
    make_cards,
    revise_point,
    stop_point,
    versions_in_force,
)
from changqian.platform.safety.risks.tests.making import draft, in_force


@pytest.fixture
def point(cast):
    return in_force(cast, "large", name="喷漆房", now=timezone.now())


@pytest.fixture
def token(cast, point):
    return live_code(cast.site.pk, SUBJECT, point.pk).token


def public(token, **headers):
    return APIClient().get(f"/api/codes/{token}/", **headers)


class TestThePublic:
    def test_reads_what_hangs_on_the_wall(self, token):
        card = public(token).json()
        assert (card["enterprise_name"], card["site_name"], card["viewer"]) == (
            *("常州湖塘机械厂有限公司", "一号车间", "public"),
        )
        shown = card["point"]
        assert (shown["name"], shown["level"], shown["colour"]) == ("喷漆房", "large", "orange")
        assert shown["accident_types"] == ["其他爆炸", "火灾"]
        assert (shown["emergency"], shown["supervise_phone"]) == ("停机断电，从上风口撤离", "0519-12350")
        assert (shown["responsible_department"], shown["responsible_name"]) == ("打磨车间", "王小虎")

    def test_learns_nothing_personal_and_no_number(self, cast, point, token):
        answer = public(token)
        told = answer.content.decode()
        for secret in ("13812345678", "138****5678", "91320412567890120K", "除尘器压差在范围内"):
            assert secret not in told
        card = answer.json()
        for name in ("enterprise", "site", "risk_point", "task"):
            assert card[name] is None
        assert (card["items"], card["tasks"], card["control_levels"]) == ([], [], [])
        assert (card["can_patrol"], card["can_report"]) == (False, False)
        assert answer["Cache-Control"] == "private, no-store"

    def test_the_token_can_be_typed_from_the_label(self, token):
        assert public(f"{token[:13]}-{token[13:]}".lower()).status_code == 200

    def test_the_board_at_the_gate_lists_what_is_large_or_major(self, cast, point):
        in_force(cast, "major", name="铝粉打磨")
        in_force(cast, "low", name="办公楼楼梯")
        draft(cast, "major", name="尚未批准")
        gate = issue_code(actor=cast.officer, site=cast.site)
        card = public(gate.token).json()
        assert card["kind"] == "site"
        assert [(risk["name"], risk["level"]) for risk in card["risks"]] == [("铝粉打磨", "major"), ("喷漆房", "large")]
        assert card["point"] is None

    def test_a_change_under_way_is_not_posted(self, cast, point, token):
        revise_point(point.pk, actor=cast.officer, expected_version=point.version)
        type(point).objects.filter(pk=point.pk).update(name="改名中")
        assert public(token).json()["point"]["name"] == "喷漆房"

    def test_a_stopped_point_says_so(self, cast, point, token):
        stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="拆除", now=timezone.now())
        card = public(token).json()
        assert (card["point"], card["message"]) == (None, "该风险点停用，现场不再管控")

    def test_scans_are_counted_by_day(self, cast, api, token):
        for _ in range(3):
            public(token)
        code = live_code(cast.site.pk, SUBJECT, Scan.objects.get().code.subject_id)
        assert Scan.objects.get().count == 3
        assert api(cast.officer).get(f"/api/codes/{code.pk}/").json()["scans"] == 3


class TestStaff:
    def test_the_worker_finds_his_work(self, cast, api, point, token):
        card = api(cast.worker).get(f"/api/codes/{token}/").json()
        assert (card["viewer"], card["risk_point"], card["enterprise"]) == ("staff", point.pk, cast.enterprise.pk)
        assert card["control_levels"] == ["team", "post"]
        assert (card["can_patrol"], card["can_report"]) == (True, True)
        assert [item["text"] for item in card["items"]] == ["除尘器压差在范围内", "管道表面无可见积尘"]
        assert card["task"]["id"] == RiskTask.objects.get().pk
        assert card["point"]["name"] == "喷漆房"

    def test_the_principal_may_look_for_the_company(self, cast, api, token):
        levels = api(cast.principal).get(f"/api/codes/{token}/").json()["control_levels"]
        assert levels == ["company", "workshop", "team", "post"]

    def test_at_the_gate_they_see_what_is_left_this_month(self, cast, api, point):
        gate = issue_code(actor=cast.officer, site=cast.site)
        card = api(cast.worker).get(f"/api/codes/{gate.token}/").json()
        assert [task["risk_point_name"] for task in card["tasks"]] == ["喷漆房"]
        assert card["can_report"]

    def test_a_stopped_point_is_not_patrolled(self, cast, api, point, token):
        stop_point(point.pk, actor=cast.officer, expected_version=point.version, reason="拆除", now=timezone.now())
        card = api(cast.worker).get(f"/api/codes/{token}/").json()
        assert (card["can_patrol"], card["risk_point"]) == (False, point.pk)

    def test_a_card_that_hangs_there_older_than_the_risk_is_told(self, cast, api, point, token):
        make_cards(versions_in_force([point]).values(), actor=cast.officer, now=timezone.now())
        assert api(cast.worker).get(f"/api/codes/{token}/").json()["message"] == ""
        changing = revise_point(point.pk, actor=cast.officer, expected_version=point.version)
        approve_point(point.pk, actor=cast.principal, expected_version=changing.version, now=timezone.now())
        said = api(cast.worker).get(f"/api/codes/{token}/").json()["message"]
        assert said == "现场告知卡是第1版，风险点已更新为第2版，请更换告知卡"
        assert public(token).json()["message"] == ""

    @pytest.mark.parametrize("person", ["rival_officer", "nobody", "clerk", "sysadmin", "liyang"])
    def test_everybody_else_is_the_public(self, cast, api, token, person):
        assert api(getattr(cast, person)).get(f"/api/codes/{token}/").json() == public(token).json()


class TestRegulators:
    @pytest.mark.parametrize("person", ["town", "wujin", "city", "bureau", "two_roles"])
    def test_find_the_way_to_the_archive(self, cast, api, token, person):
        card = api(getattr(cast, person)).get(f"/api/codes/{token}/").json()
        assert (card["viewer"], card["enterprise"], card["can_patrol"]) == ("regulator", cast.enterprise.pk, False)


class TestNoSuchCode:
    @pytest.mark.parametrize("token", ["A" * 26, "abc", "0", "1" * 30, "%00", "常安码", "..%2f", "a b", "😀"])
    def test_is_a_404_with_a_sentence(self, db, token):
        answer = public(token)
        assert answer.status_code in (400, 401, 404)  # a number is the id of a row, which only the signed-in may read
        assert answer.json()["detail"]

    def test_the_sentence(self, db):
        assert public("A" * 26).json()["detail"] == "没有这个常安码，请核对后重试"

    def test_a_void_code_is_gone(self, cast, point, token):
        code = live_code(cast.site.pk, SUBJECT, point.pk)
        new = reissue_code(code.pk, actor=cast.officer, expected_version=1, reason="污损", now=timezone.now())
        answer = public(token)
        assert answer.status_code == 410
        assert answer.json()["detail"] == "该常安码已停用，请扫描现场新码或联系企业安管员"
        assert public(new.token).status_code == 200
        revoke_code(new.pk, actor=cast.officer, expected_version=1, reason="场所关闭", now=timezone.now())
        assert public(new.token).status_code == 410

    def test_whoever_guesses_is_stopped_and_others_are_not(self, cast, api, token):
        for _ in range(UNKNOWN_ALLOWED):
            assert public("B" * 26, REMOTE_ADDR="10.1.1.1").status_code == 404
        stopped = public(token, REMOTE_ADDR="10.1.1.1")
        assert stopped.status_code == 429
        assert stopped.json()["detail"] == "无效扫码过多，请十分钟后再试；企业员工可登录后扫码"
        assert public(token, REMOTE_ADDR="10.1.1.2").status_code == 200
        worker = api(cast.worker).get(f"/api/codes/{token}/", REMOTE_ADDR="10.1.1.1")
        assert worker.status_code == 200
        Miss.objects.update(window=timezone.now() - timedelta(minutes=11))
        assert public(token, REMOTE_ADDR="10.1.1.1").status_code == 200


def test_a_card_costs_the_same_with_more_risks(cast, api, point):
    gate = issue_code(actor=cast.officer, site=cast.site)
    client, costs = api(cast.worker), []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/api/codes/{gate.token}/").status_code == 200
        costs.append(len(queries))
        in_force(cast, "major", now=timezone.now())
    assert costs[1] == costs[2]
