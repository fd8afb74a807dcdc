"""Who asks, who decides, and what may be asked for at all."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.clients import services
from changqian.platform.foundation.clients.models import Client
from changqian.platform.foundation.clients.rules import comes_from, neat_networks
from changqian.platform.foundation.clients.tests.calling import LISTS, in_force, registered
from changqian.platform.kernel.errors import RuleViolation, VersionConflict


def reach(cast, **changes):
    return {
        "scope": [{"role": "interface_reader", "region": cast.city_region.pk}],
        "methods": [*LISTS, "people_list"],
        "addresses": ["10.9.9.9"],
        "expires_on": timezone.localdate() + timedelta(days=30),
        **changes,
    }


def propose(row, cast, actor=None, **changes):
    return services.propose_reach(
        row.pk,
        actor=actor or cast.sysadmin,
        expected_version=None,
        today=timezone.localdate(),
        now=timezone.now(),
        **reach(cast, **changes),
    )


def approve(row, actor, **more):
    return services.approve_reach(row.pk, actor=actor, expected_version=more.get("version"), today=timezone.localdate())


def test_a_new_client_reaches_nothing_until_it_is_approved(cast):
    row = registered(cast)
    assert (row.status, row.methods, row.addresses, row.expires_on) == ("pending", [], [], None)
    assert not row.user.given
    row = approve(row, cast.secadmin)
    assert (row.status, row.methods, row.addresses) == ("active", ["enterprises_list", *LISTS[:2]], ["10.1.2.0/24"])
    assert [each.region for each in row.user.assignments.all()] == [cast.wujin_region]


def test_each_of_the_three_administrators_does_his_part_only(cast):
    row = registered(cast)
    with pytest.raises(PermissionDenied):
        approve(row, cast.sysadmin)
    for actor in (cast.auditor, cast.city, cast.principal):
        with pytest.raises(PermissionDenied):
            approve(row, actor)
    with pytest.raises(PermissionDenied):
        propose(row, cast, actor=cast.secadmin)
    with pytest.raises(PermissionDenied):
        services.issue_key(row.pk, actor=cast.secadmin, expected_version=None, overlap_days=1, now=timezone.now())


def test_until_another_reach_is_approved_the_old_one_holds(cast):
    row = propose(in_force(cast), cast)
    assert (row.status, row.addresses) == ("active", ["10.1.2.0/24"])
    row = approve(row, cast.secadmin)
    assert (row.addresses, "people_list" in row.methods) == (["10.9.9.9"], True)
    assert [each.region for each in row.user.assignments.all()] == [cast.city_region]
    told = Entry.objects.filter(action="clients.scope").latest("pk").changes
    assert told["scope"] == [{"role": "interface_reader", "region": cast.city_region.pk}]


def test_a_refusal_leaves_what_there_was_and_what_was_asked_for(cast):
    row = propose(in_force(cast), cast)
    row = services.reject_reach(row.pk, actor=cast.secadmin, expected_version=None, verdict="范围过大")
    assert (row.addresses, row.verdict, row.proposed_at) == (["10.1.2.0/24"], "范围过大", None)
    assert row.proposed["addresses"] == ["10.9.9.9"]
    with pytest.raises(RuleViolation, match="没有待审批的申请"):
        approve(row, cast.secadmin)


def test_what_was_read_before_somebody_changed_it_is_not_approved(cast):
    """The approver saw one request; meanwhile another took its place."""
    row = in_force(cast)
    seen = propose(row, cast).version
    propose(row, cast, addresses=["10.8.8.8"])
    with pytest.raises(VersionConflict):
        approve(row, cast.secadmin, version=seen)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"methods": ["audit_list"]}, "没有可以开放的方法"),
        ({"methods": ["clients_list"]}, "没有可以开放的方法"),
        ({"methods": ["me_retrieve"]}, "没有可以开放的方法"),
        ({"methods": ["session_create"]}, "没有可以开放的方法"),
        ({"methods": []}, "至少选择一个"),
        ({"addresses": []}, "至少填写一个"),
        ({"addresses": ["0.0.0.0/0"]}, "网段0.0.0.0/0过大"),
        ({"addresses": ["::/0"]}, "过大"),
        ({"addresses": ["10.1.2.3.4"]}, "不是地址或网段"),
        ({"addresses": ["example.com"]}, "不是地址或网段"),
        ({"addresses": [f"10.0.{n}.1" for n in range(51)]}, "最多50个"),
        ({"scope": [{"role": "nobody"}]}, "没有这个角色"),
        ({"scope": [{"role": "interface_reader"}]}, "指定区划、部门或企业"),
        ({"scope": [{"role": "interface_reader", "region": 10**9}]}, "不存在"),
        ({"scope": [{"role": "sysadmin", "region": 1}]}, "三类管理员"),
        ({"scope": [{"role": "secadmin", "region": 1}]}, "三类管理员"),
        ({"scope": [{"role": "auditor", "region": 1}]}, "三类管理员"),
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, "不能早于今天"),
        ({"expires_on": timezone.localdate() + timedelta(days=4 * 365)}, "最长3年"),
    ],
)
def test_what_cannot_be_given_cannot_be_asked_for(cast, changes, sentence):
    row = in_force(cast)
    with pytest.raises(RuleViolation, match=sentence):
        propose(row, cast, **changes)


def test_two_clients_have_two_names(cast):
    registered(cast)
    with pytest.raises(RuleViolation, match="已有同名的接口客户端"):
        registered(cast)


def test_a_client_that_ended_is_over(cast):
    row = in_force(cast)
    services.issue_key(row.pk, actor=cast.sysadmin, expected_version=None, overlap_days=7, now=timezone.now())
    services.end_client(row.pk, actor=cast.sysadmin, expected_version=None, reason="系统下线")
    row.user.refresh_from_db()
    assert not row.user.is_active
    assert not row.keys.exists()
    with pytest.raises(Client.DoesNotExist):
        services.resume_client(row.pk, actor=cast.secadmin, expected_version=None)


def test_the_telephone_number_is_sealed_and_masked(cast, api):
    row = registered(cast)
    assert api(cast.sysadmin).get(f"/api/clients/{row.pk}/").json()["contact_phone"] == "138****0001"
    assert "13861000001" not in str([entry.changes for entry in Entry.objects.all()])


def test_a_client_is_never_offered_what_administers(cast, api):
    told = api(cast.sysadmin).get("/api/clients/methods/").json()
    paths = {each["path"].split("/")[2] for each in told}
    assert {"hazards", "enterprises", "risks", "files", "overview"} <= paths
    closed = {"clients", "client", "audit", "jobs", "session", "me", "tickets", "captcha", "imports", "exports"}
    assert not paths & closed
    assert all(each["label"] and each["group"] for each in told)


def test_networks_are_kept_in_their_short_form():
    assert neat_networks([" 10.1.2.3/24 ", "10.1.2.0/24", "10.1.2.3/32", "2001:DB8::/48"]) == [
        "10.1.2.0/24",
        "10.1.2.3",
        "2001:db8::/48",
    ]


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("10.1.2.255", True),
        ("10.1.3.0", False),
        ("::ffff:10.1.2.7", True),
        ("2001:db8::7", True),
        ("2001:db9::7", False),
        ("", False),
        ("unknown", False),
        ("10.1.2.7:443", False),
        ("10.1.2.07", False),
    ],
)
def test_an_address_lies_in_a_network_or_not(address, inside):
    assert comes_from(address, ["10.1.2.0/24", "2001:db8::/48"]) == inside


def test_usage_and_log_say_what_was_called(cast, api):
    from changqian.platform.foundation.clients.tests.calling import keyed

    caller = keyed(cast).begin()
    caller.get("/api/hazards/")
    caller.get("/api/people/")
    caller.get("/api/hazards/", client="app-000000000000")
    page = api(cast.secadmin).get("/api/client-calls/").json()
    assert [(row["client_name"], row["refused_label"]) for row in page["results"]] == [
        ("", "没有此客户端或密钥版本"),
        ("数字政府平台", "方法未开放"),
        ("数字政府平台", ""),
        ("数字政府平台", ""),
    ]
    assert api(cast.auditor).get("/api/client-calls/", {"is_refused": True}).json()["count"] == 2
    for period, steps in (("day", 24), ("week", 7), ("month", 30)):
        told = api(cast.sysadmin).get(f"/api/clients/{caller.row.pk}/usage/", {"period": period}).json()
        assert (told["total"], told["refused_count"], len(told["steps"])) == (3, 1, steps)
        assert sum(step["answered"] for step in told["steps"]) == 2
    assert told["refusals"] == [{"why": "hidden", "label": "方法未开放", "total": 1}]
    assert {"隐患·查询列表"} <= {line["label"] for line in told["methods"]}
