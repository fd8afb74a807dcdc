"""A policy in force at 湖塘机械厂, handled by 陈安全 (officer) and 周立新 (principal), and stories told there."""

from datetime import date, datetime
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

TODAY = date(2026, 3, 16)
NOW = datetime(2026, 3, 16, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def do(cast, files_dir):
    """Each service with the usual inputs, on Monday the 16th of March 2026, ten in the morning."""

    from changqian.platform.commons.people.services import add_person, link_user
    from changqian.platform.foundation.files.services import store
    from changqian.platform.foundation.files.tests.samples import PNG
    from changqian.platform.safety.whistle import reporting, rewards, services
    from changqian.platform.safety.whistle.models import WhistleReport

    def photo(actor=None):
        return store(BytesIO(PNG), name="照片.png", actor=actor or cast.officer, now=NOW).pk

    def person(name, *roles, user=None, enterprise=None, **more):
        firm = enterprise or cast.enterprise
        made = add_person(actor=cast.platform, enterprise=firm, name=name, roles=roles, today=TODAY, **more)
        if user is None:
            return made
        return link_user(made.pk, actor=cast.platform, expected_version=None, username=user.username)

    staff = SimpleNamespace(
        officer=person("陈安全", "officer_full", user=cast.officer),
        principal=person("周立新", "principal", user=cast.principal),
        worker=person("王小虎", "worker", user=cast.worker, workshop="冲压车间"),
        head=person("孙大海", "workshop_head", workshop="冲压车间"),
    )

    def adopt(actor=None, **more):
        given = {"enterprise": cast.enterprise, "title": "吹哨奖励制度", "text": "第一条"}
        given |= {"handlers": [staff.officer.pk, staff.principal.pk]}
        return services.adopt_policy(actor=actor or cast.officer, **given | more)

    def announce(policy, **more):
        given = {"consulted_how": "union", "consulted_on": date(2026, 3, 10), "opinion": "工会无异议", "today": TODAY}
        return services.announce_policy(policy.pk, actor=cast.officer, expected_version=None, **given | more)

    def in_force(**more):
        policy = announce(adopt(**more))
        return services.enforce_policy(policy.pk, actor=cast.principal, expected_version=None, today=TODAY)

    def channel(**more):
        given = {"site": cast.site, "way": "qr", "place": "一号车间东门"}
        return services.open_channel(actor=cast.officer, **given | more)

    def blow(site=None, sent=None, at=NOW, **more):
        given = {"how": "anonymous", "hazard_class": "unsafe_condition", "location": "冲压车间3号冲床"}
        given |= {"text": "光电保护被拆掉，手伸进去不会停"}
        if (how := more.get("how")) and how != "anonymous":
            given |= {"name": "王小虎", "phone": "13800000001", "account": cast.worker}
        said = reporting.Said(**given | more)
        receipt = reporting.blow(site or cast.site, said, sent=sent or uuid4(), captured_at=None, now=at)
        return WhistleReport.objects.get(pk=receipt.number), receipt

    def take(step, report, actor=None, **more):
        """One step of a handler, with the usual inputs."""
        given = {
            "reject": {"refusal": "no_hazard", "findings": "现场核查无此情况"},
            "confirm": {"level": "general", "findings": "3号冲床光电保护未接入", "now": NOW},
            "refute": {"findings": "光电保护正常"},
            "reward": {"whole_reward": 200},
            "pay": {"paid_on": TODAY, "voucher": "记-0316", "today": TODAY},
            "publish": {"today": TODAY},
        }.get(step, {})
        service = getattr(rewards if step in ("reward", "pay", "publish") else services, f"{step}_report")
        return service(report.pk, actor=actor or cast.officer, expected_version=None, **given | more)

    def through(report, *steps):
        for step in steps:
            report = take(step, report)
        return report

    return SimpleNamespace(
        photo=photo, person=person, staff=staff, adopt=adopt, announce=announce, in_force=in_force, channel=channel,
        blow=blow, take=take, through=through,
    )  # fmt: skip
