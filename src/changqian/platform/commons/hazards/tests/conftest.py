"""A clock that a story can move, and hands that do the usual."""

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.utils import timezone

PLAN = {
    "plan_goal": "消除粉尘爆炸风险",
    "plan_methods": "干式除尘改湿式除尘",
    "plan_funds": "技改资金30万元",
    "plan_people": "技改小组，周立新牵头",
    "plan_schedule": "四月底前完成",
    "plan_safety": "停产断电，设警戒，编制应急预案",
}


@pytest.fixture
def clock():
    """`clock.now` is the 16th of March 2026, ten in the morning, until the story moves it."""

    class Clock:
        now = timezone.make_aware(datetime(2026, 3, 16, 10))

        def sleep(self, days: int) -> None:
            self.now += timedelta(days=days)

        @property
        def today(self) -> date:
            return timezone.localdate(self.now)

    return Clock()


@pytest.fixture
def do(cast, clock):
    """Each service with the version as it is and the clock of the story: `do.assign(hazard, cast.officer, ...)`."""

    from changqian.platform.commons.hazards import services

    def report(actor=None, **more):
        given = {"site": cast.site, "description": "砂轮机防护罩缺失", "location": "机修间", "category": "equipment"}
        return services.report_hazard(actor=actor or cast.worker, now=clock.now, **given | more)

    def hand(service, **usual):
        def act(hazard, actor, **more):
            version = type(hazard).objects.get(pk=hazard.pk).version
            return service(hazard.pk, actor=actor, expected_version=version, now=clock.now, **usual | more)

        return act

    return SimpleNamespace(
        report=report,
        edit=hand(services.edit_hazard, description="砂轮机防护罩松动"),
        grade=hand(services.grade_hazard, level="general"),
        assign=hand(services.assign_hazard, responsible=cast.worker, measures="加装防护罩，未完成前停用"),
        start=hand(services.start_rectifying),
        submit=hand(services.submit_rectification, done="已加装防护罩并试运行"),
        fix_on_the_spot=hand(services.fix_on_the_spot, done="已拧紧"),
        pass_review=hand(services.pass_review, comment="现场已核实"),
        fail_review=hand(services.fail_review, comment="防护罩松动，重新固定"),
        request_extension=hand(services.request_extension, reason="配件在途", until=date(2026, 4, 10)),
        decide_extension=hand(services.decide_extension, approved=True),
        dismiss=hand(services.dismiss_hazard, reason="该设备已报废停用"),
        report_authority=hand(services.report_authority, notified_to="湖塘镇安监办", interim_control="停产撤人"),
        plan=hand(services.submit_plan, deadline=date(2026, 4, 30), **PLAN),
        approve_plan=hand(services.approve_plan),
        return_plan=hand(services.return_plan, reason="经费没有落实"),
        supervise=hand(
            services.supervise_hazard,
            supervising_body="武进区安全生产委员会",
            supervise_no="武安委督〔2026〕3号",
            supervise_deadline=date(2026, 4, 30),
            supervise_leader="李区长",
        ),
        progress=hand(services.report_progress, words="湿式除尘器已到货"),
        apply_acceptance=hand(services.apply_acceptance, assessment="专家组评估合格"),
        accept=hand(services.accept_hazard, comment="现场验收合格"),
        reject=hand(services.reject_hazard, comment="锁气卸灰装置未接地"),
        lift=hand(services.lift_supervision, lift_no="武安委督摘〔2026〕3号"),
        close=hand(services.close_hazard, announced="班前会通报，公告栏张贴"),
        urge=hand(services.urge_hazard, words="三天内改好"),
        escalate=hand(services.escalate_hazard, reason="企业拒不整改"),
        end=hand(services.end_hazard, reason="重复登记"),
    )


@pytest.fixture
def told(cast):
    """The titles of somebody's notices, oldest first."""

    from changqian.platform.foundation.notices.models import Notice

    def titles(person) -> list[str]:
        return list(Notice.objects.filter(user=person).order_by("pk").values_list("title", flat=True))

    return titles


@pytest.fixture
def submitted_body(cast):
    """What a phone sends for a new hazard."""
    return {
        "site": cast.site.pk,
        "description": "灭火器压力不足",
        "category": "fire",
        "client_uuid": str(uuid4()),
        "captured_at": (timezone.now() - timedelta(hours=3)).isoformat(),
    }
