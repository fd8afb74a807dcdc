"""Emergency plans and drills of the demonstration city: two years of them, kept more or less diligently."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.rules import Role
from changqian.platform.foundation.accounts.models import User
from changqian.platform.safety.drills.models import Drill, EmergencyPlan
from changqian.platform.safety.drills.rules import (
    HIGH_RISK_TAGS,
    Form,
    Grade,
    Kind,
    Status,
    halves,
    high_risk_industry,
    next_due,
)

SPECIAL = ("火灾", "机械伤害", "触电", "高处坠落", "危险化学品泄漏", "有限空间中毒窒息", "粉尘爆炸", "特种设备")
ON_SITE = (
    "配电房触电",
    "打磨工位机械伤害",
    "危化品仓库泄漏",
    "污水池有限空间",
    "叉车伤害",
    "喷涂房火灾",
)
PROBLEMS = ("集合点清点人数用时过长", "部分员工不会使用正压式呼吸器", "对讲机信道未统一", "疏散通道堆放周转箱")
PROCESS = (
    "14:00警报响起，现场人员报告并切断电源；疏散组引导员工到集合点清点人数，"
    "救援组穿戴防护用品处置，14:22宣布结束并讲评。"
)
FORMS = (Form.FULL_SCALE, Form.FUNCTIONAL, Form.TABLETOP, Form.UNANNOUNCED)


def plans_of(firm: Firm, author: User, *, today: date, random: Random) -> list[EmergencyPlan]:
    """Small firms write 现场处置方案 only (办法 art 15); some that are not large have registered nothing yet."""
    small, name = firm.enterprise.staff_count < 20, firm.enterprise.name
    if firm.enterprise.staff_count < 200 and random.random() < 0.08:
        return []
    wanted = [] if small else [(Kind.COMPREHENSIVE, f"{name[2:6]}生产安全事故综合应急预案")]
    if not small:
        wanted += [(Kind.SPECIAL, f"{what}专项应急预案") for what in random.sample(SPECIAL, random.randint(0, 2))]
    wanted += [(Kind.ON_SITE, f"{what}现场处置方案") for what in random.sample(ON_SITE, random.randint(1, 2))]
    return [_plan(firm, author, kind, title, today=today, random=random) for kind, title in wanted]


def _plan(firm: Firm, author: User, kind: Kind, name: str, *, today: date, random: Random) -> EmergencyPlan:
    published_on = today - timedelta(days=random.randint(200, 1400))
    filed = random.random() < 0.85
    return draft(
        EmergencyPlan,
        created_by=author,
        enterprise=firm.enterprise,
        name=name,
        kind=kind,
        edition=f"{published_on.year}版",
        published_on=published_on,
        filed_on=published_on + timedelta(days=random.randint(5, 25)) if filed else None,
        filing_no=f"3204-{published_on.year}-{random.randint(1, 9999):04d}" if filed else "",
    )


def drills_of(
    firm: Firm, plans: Sequence[EmergencyPlan], staff: Sequence[Person], author: User, *, today: date, random: Random
) -> Iterator[Drill]:
    """Last year's and this year's: each on-site plan every half-year, the others once a year; some are left out. The
    next one is planned already, whatever the season."""
    diligent, ahead = random.choice((0.55, 0.85, 0.97)), False
    for year in (today.year - 1, today.year):
        for plan in plans:
            spans = halves(year) if plan.kind == Kind.ON_SITE else ((date(year, 1, 1), date(year, 12, 31)),)
            for begin, last in spans:
                day = begin + timedelta(days=random.randint(20, (last - begin).days - 5))
                if plan.published_on < day and random.random() < diligent:
                    ahead = ahead or day > today
                    yield _drill(firm, plan, staff, author, day, today=today, random=random)
    if plans and not ahead:
        day = today + timedelta(days=random.randint(7, 45))
        yield _drill(firm, plans[-1], staff, author, day, today=today, random=random)


def _drill(
    firm: Firm, plan: EmergencyPlan, staff: Sequence[Person], author: User, day: date, *, today: date, random: Random
) -> Drill:
    drill = draft(
        Drill,
        created_by=author,
        site=firm.sites[0],
        plan=plan,
        kind=plan.kind,
        title=plan.name.replace("专项应急预案", "应急演练").replace("现场处置方案", "处置演练").replace("预案", "演练"),
        form=random.choice(FORMS),
        planned_on=day,
        location="厂区及集合点",
        organiser="安环部",
        participants_planned=min(firm.enterprise.staff_count, random.randint(10, 60)),
        budget=Decimal(random.choice((0, 500, 2000, 5000))),
        contact=author.name,
    )
    if day < today and random.random() < 0.95:
        _hold(drill, firm, staff, min(day + timedelta(days=random.choice((0, 0, 0, 2, 5))), today), random)
    return drill


def _hold(drill: Drill, firm: Firm, staff: Sequence[Person], held_on: date, random: Random) -> None:
    there = [person for person in staff if Role.PRINCIPAL not in person.roles or random.random() < 0.6]
    drill.status, drill.held_on, drill.process = Status.HELD, held_on, PROCESS
    drill.attendees = [person.pk for person in there]
    drill.attendee_names = [f"{person.name}（{person.post}）" for person in there]
    drill.others = max(drill.participants_planned - len(there), 0)
    drill.principal_attended = any(Role.PRINCIPAL in person.roles for person in there)
    tagged = {tag.code for tag in firm.tags} & {*HIGH_RISK_TAGS}
    risky = bool(firm.enterprise.high_risk or high_risk_industry(firm.enterprise.industry) or tagged)
    drill.next_due_on = next_due(held_on, drill.kind, high_risk=risky)
    if risky and random.random() < 0.8:
        drill.reported_on, drill.reported_to = held_on, "属地应急管理局"
    if random.random() < 0.9:
        drill.status, drill.evaluated_on = Status.EVALUATED, held_on
        drill.score = random.randint(72, 98)
        drill.grade = Grade.EXCELLENT if drill.score >= 90 else Grade.GOOD if drill.score >= 80 else Grade.PASS
        drill.conclusion = "预案可行，响应及时；个别环节配合不熟练，已现场讲评。"
        found = random.sample(PROBLEMS, random.choice((0, 0, 1, 2)))
        drill.problems = [{"description": words, "hazard": None} for words in found]
        if random.random() < 0.1 and drill.plan:
            drill.revise_plan, drill.revision_opinion = True, "补充夜间值班时的应急联络和集合点分区。"
            drill.plan.to_revise, drill.plan.revision_opinion = True, drill.revision_opinion
