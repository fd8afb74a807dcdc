"""What is recorded on the floors of the demonstration city: training, meetings of teams, permits, projects."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.safety.permits.models import WorkPermit
from changqian.platform.safety.permits.rules import Kind as Work
from changqian.platform.safety.permits.rules import Level
from changqian.platform.safety.permits.rules import Status as Permit
from changqian.platform.safety.projects.models import SafetyProject
from changqian.platform.safety.projects.rules import Category, Nature
from changqian.platform.safety.projects.rules import Status as Stage
from changqian.platform.safety.teamwork.models import TeamMeeting
from changqian.platform.safety.teamwork.rules import Kind as Meeting
from changqian.platform.safety.training.models import TrainingSession
from changqian.platform.safety.training.rules import Exam
from changqian.platform.safety.training.rules import Kind as Lesson

EVERY = 6
"Of so many firms one keeps these on the platform yet."
LESSONS = (
    (Lesson.COMPANY, "新员工入厂安全教育", "安全生产法律法规、本企业安全状况、规章制度和劳动纪律、事故案例"),
    (Lesson.WORKSHOP, "车间级安全教育", "车间危险因素、操作规程、防护用品、应急措施"),
    (Lesson.TEAM, "班组级安全教育", "岗位操作规程、设备安全装置、岗位衔接配合"),
    (Lesson.REFRESHER, "年度安全再培训", "新修订的制度和操作规程、典型事故案例、应急处置"),
)
TOPICS = (
    (Meeting.SHIFT, "班前安全布置", "检查精神状态和防护用品佩戴，布置当班风险和措施"),
    (Meeting.WEEKLY, "设备安全装置检查", "逐台检查防护罩、光电保护和急停，讲解失效时的处置"),
    (Meeting.LESSON, "机械伤害事故案例学习", "对照案例查找本岗位的同类隐患"),
)
WORKS = (
    (Work.HOT, Level.SECOND, "二车间北侧", "管道支架焊接", "清理周边可燃物，配灭火器，专人监护", "可燃气体 0%"),
    (Work.HEIGHT, Level.FIRST, "一车间屋面", "采光板更换", "设生命线，双钩安全带，下方警戒", ""),
    (Work.ELECTRICITY, Level.NONE, "办公楼装修区", "临时照明接线", "三级配电、逐级漏保，持证电工操作", ""),
    (
        Work.CONFINED,
        Level.NONE,
        "污水站调节池",
        "清淤",
        "先通风、再检测、后作业，配救援三脚架",
        "氧含量 20.9%，硫化氢 0ppm",
    ),
)


@dataclass
class Made:
    lessons: list[TrainingSession] = field(default_factory=list)
    meetings: list[TeamMeeting] = field(default_factory=list)
    permits: list[WorkPermit] = field(default_factory=list)
    projects: list[SafetyProject] = field(default_factory=list)


def floor_of(firm: Firm, staff: Sequence[Person], author: User, *, number: int, today: date, made: Made) -> None:
    """Without chance: what later blocks draw stays what it was."""
    home = number == 0
    if number % EVERY:
        return
    for n in range(12 if home else 2):
        made.lessons.append(_lesson(firm, staff, author, today - timedelta(days=8 + n * 27 + number % 5), n))
    for n in range(16 if home else 2):
        made.meetings.append(_meeting(firm, staff, author, today - timedelta(days=1 + n * 7 + number % 3), n))
    for n in range(8 if home else 1):
        made.permits.append(_permit(firm, staff, author, n, number=number, today=today))
    if home or number % (3 * EVERY) == 0:
        made.projects.append(_project(firm, author, number=number, today=today))


def _named(staff: Sequence[Person], first: int, many: int) -> dict[str, list[int] | list[str]]:
    there = [staff[(first + n) % len(staff)] for n in range(min(many, len(staff)))]
    return {"attendees": [each.pk for each in there], "attendee_names": [each.name for each in there]}


def _lesson(firm: Firm, staff: Sequence[Person], author: User, day: date, n: int) -> TrainingSession:
    kind, title, content = LESSONS[n % len(LESSONS)]
    who = _named(staff, n, 8)
    lost = who["attendees"][-1:] if n % 4 == 3 else []
    return draft(
        TrainingSession,
        created_by=author,
        site=firm.sites[0],
        kind=kind.value,
        title=title,
        held_on=day,
        hours=Decimal(8 if kind == Lesson.COMPANY else 4),
        teacher=author.name,
        room="培训室",
        content=content,
        exam=Exam.WRITTEN.value,
        failed=lost,
        failed_names=who["attendee_names"][-1:] if lost else [],
        **who,
    )


def _meeting(firm: Firm, staff: Sequence[Person], author: User, day: date, n: int) -> TeamMeeting:
    kind, topic, content = TOPICS[n % len(TOPICS)]
    return draft(
        TeamMeeting,
        created_by=author,
        site=firm.sites[0],
        team=("甲班", "乙班")[n % 2],
        kind=kind.value,
        held_on=day,
        minutes=15 if kind == Meeting.SHIFT else 40,
        chair=staff[min(3, len(staff) - 1)].name,
        topic=topic,
        content=content,
        measures="更换失效的光电保护，机修班本周五前完成" if n % 3 == 1 else "",
        **_named(staff, 2, 6),
    )


def _permit(firm: Firm, staff: Sequence[Person], author: User, n: int, *, number: int, today: date) -> WorkPermit:
    """The newest of the home firm is approved for today, the one before it still waits."""
    kind, level, spot, content, measures, analysis = WORKS[n % len(WORKS)]
    day = today - timedelta(days=n * 9 + number % 7)
    begins = datetime.combine(day, time(9), timezone.get_current_timezone())
    states = (Permit.APPROVED, Permit.APPLIED) if number == 0 else ()
    status = states[n] if n < len(states) else Permit.CLOSED
    past = status == Permit.CLOSED
    return draft(
        WorkPermit,
        created_by=author,
        site=firm.sites[0],
        kind=kind.value,
        level=level.value,
        number=f"ZY-{day:%Y%m%d}-{n + 1:02d}",
        spot=spot,
        content=content,
        unit="机修班" if n % 2 == 0 else "常州安泰工程有限公司",
        contractor=n % 2 == 1,
        workers="、".join(each.name for each in staff[4:6]) or author.name,
        guardian=staff[2].name,
        risks="火灾、触电、高处坠落、中毒窒息等",
        measures=measures,
        analysis=analysis if past else "",
        begins_at=begins,
        ends_at=begins + timedelta(hours=8),
        status=status.value,
        approver="" if status == Permit.APPLIED else author.name,
        approved_at=None if status == Permit.APPLIED else begins - timedelta(hours=1),
        opened_at=begins if past else None,
        closed_at=begins + timedelta(hours=5) if past else None,
        accepted_by=author.name if past else "",
        remark="现场清理完毕，无遗留火种" if past else "",
    )


def _project(firm: Firm, author: User, *, number: int, today: date) -> SafetyProject:
    begun = today - timedelta(days=420 + number % 200)
    built = number % (6 * EVERY) != 0
    return draft(
        SafetyProject,
        created_by=author,
        enterprise=firm.enterprise,
        name="抛光线除尘系统改造" if built else "二期厂房扩建",
        nature=(Nature.TECHNICAL if built else Nature.EXTEND).value,
        category=Category.OTHER.value,
        content="配套干式除尘器、泄爆和火花探测装置",
        approved_on=begun,
        approval=f"审备〔{begun.year}〕{number % 300 + 1}号",
        investment=Decimal(860),
        safety_investment=Decimal(120),
        status=(Stage.ACCEPTED if built else Stage.BUILDING).value,
        appraised_on=begun + timedelta(days=30),
        appraiser="江苏安泰安全评价有限公司",
        designed_on=begun + timedelta(days=70),
        designer="常州市机械设计院",
        begun_on=begun + timedelta(days=100),
        builder="常州第二建筑工程公司",
        tried_on=begun + timedelta(days=260) if built else None,
        accepted_on=begun + timedelta(days=330) if built else None,
        conclusion="passed" if built else "",
    )
