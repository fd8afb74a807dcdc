"""Accidents of the demonstration city: a few in each town by COPY; those of the firm of the cast by services."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from django.utils import timezone

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.safety.accidents import services
from changqian.platform.safety.accidents.models import Accident, Injury
from changqian.platform.safety.accidents.rules import ClaimStatus, Gravity, Nature, Source, Status

SEEN = (
    ("WSA10004", "冲压车间", "换模后试冲时未用专用工具，手指被压", "手指挤压伤", "未使用专用送料工具，光电保护被短接"),
    ("WSA10004", "打磨间", "打磨时工件飞出", "面部划伤", "工件未夹紧，防护罩缺失"),
    ("WSA10010", "成品仓库", "登高取货时从货架上坠落", "腰椎骨折", "未使用登高车，攀爬货架"),
    ("WSA10002", "厂区道路", "叉车倒车时碰到行人", "小腿骨折", "人车未分流，倒车无人指挥"),
    ("WSA10006", "配电间", "检修时触及带电部位", "手部电击伤", "未停电验电"),
    ("WSA10008", "涂装车间", "清洗时溶剂溅到手臂", "前臂化学灼伤", "未佩戴防护手套"),
    ("WSA10001", "装卸平台", "吊装时零件滑落砸到脚", "足趾骨折", "吊具选用不当"),
)
INSURERS = ("人保财险常州分公司", "太保产险常州中心支公司", "平安产险常州中心支公司", "国寿财险常州中心支公司")


def accidents_of(
    firm: Firm, people: Sequence[Person], author: User, *, today: date, random: Random
) -> tuple[list[Accident], list[Injury]]:
    """Of seven firms one had an accident in the last year and a half; few were grave, hardly any killed."""
    if not people or random.random() > 0.15:
        return [], []
    kind, place, how, part, cause = random.choice(SEEN)
    day = today - timedelta(days=random.randint(4, 540))
    at = timezone.make_aware(datetime.combine(day, time(random.randint(8, 20), random.choice((5, 20, 45)))))
    gravity = random.choices((Gravity.MINOR, Gravity.SERIOUS, Gravity.DEATH), (80, 18, 2))[0]
    days = (today - day).days
    status = Status.CLOSED if days > 150 else Status.CONCLUDED if days > 75 else Status.INVESTIGATING
    accident = draft(
        Accident,
        created_by=author,
        site=firm.sites[0],
        kind=kind,
        happened_at=at,
        location=place,
        description=how,
        deaths=int(gravity == Gravity.DEATH),
        serious=int(gravity == Gravity.SERIOUS),
        minor=int(gravity == Gravity.MINOR),
        loss=Decimal(random.choice((0, 1, 3, 8, 20)) + (120 if gravity == Gravity.DEATH else 0)),
        measures="停止作业，伤者送医，保护现场",
        status=status,
        known_at=at + timedelta(minutes=5),
        captured_at=at + timedelta(minutes=5),
        team="企业安全管理部门、工会",
    )
    if gravity != Gravity.MINOR:
        accident.told_at = at + timedelta(minutes=random.choice((25, 40, 55, 95)))
        accident.told_to, accident.team = "属地应急管理部门", "应急、公安、人社、工会"
    if status != Status.INVESTIGATING:
        accident.nature, accident.direct_cause = Nature.LIABILITY, cause
        accident.indirect_cause, accident.concluded_on = "安全教育培训和现场检查不到位", day + timedelta(days=50)
    if status == Status.CLOSED:
        accident.handled, accident.rectified = "责任人员按制度处理", "完成整改并复查"
        accident.educated, accident.closed_on = "组织全员学习", day + timedelta(days=100)
    return [accident], _injuries(accident, random.choice(people), gravity, part, day, author, random, days)


def _injuries(
    accident: Accident, person: Person, gravity: Gravity, part: str, day: date, author: User, random: Random, days: int
) -> list[Injury]:
    """As the firm entered it; often the insurer, and later the city, tell the same."""

    def row(source: Source, on: date, **more: object) -> Injury:
        return draft(
            Injury,
            created_by=author,
            site=accident.site,
            source=source,
            accident=accident,
            name=person.name,
            id_number=person.id_number,
            post=person.post,
            happened_on=on,
            kind=accident.kind,
            part=part,
            gravity=gravity,
            **more,
        )

    grade = {Gravity.SERIOUS: random.choice((6, 7, 8, 9)), Gravity.MINOR: random.choice((None, 9, 10))}.get(gravity)
    applied = day + timedelta(days=12) if days > 15 else None
    found = [row(Source.FIRM, day, applied_on=applied, lost_days=random.choice((7, 20, 60, 120)))]
    if random.random() < 0.6:
        claimed = random.choice((8000, 26000, 60000, 150000))
        paid = claimed * 4 // 5 if days > 90 else 0
        found.append(row(
            Source.INSURER, day + timedelta(days=random.choice((0, 0, 1))), head=found[0],
            insurer=random.choice(INSURERS),
            policy_no=f"AZX3204{accident.happened_at.year}{random.randint(0, 999999):06d}", claimed=claimed, paid=paid,
            claim_status=ClaimStatus.PAID if paid else ClaimStatus.OPEN,
            settled_on=day + timedelta(days=80) if paid else None,
        ))  # fmt: skip
    if days > 90 and random.random() < 0.7:
        found.append(row(
            Source.FEED, day, head=found[0], recognised_on=day + timedelta(days=45), disability=grade,
            registered_on=day + timedelta(days=88), feed_key=f"CITY{accident.site.pk:08d}{day:%Y%m%d}",
        ))  # fmt: skip
    return found


def tell(home: Enterprise, users: dict[str, User], *, today: date) -> None:
    """The firm of the cast: one that the county looks into, one that it looks into itself, one told by a name only."""
    site = Site.objects.current().filter(enterprise=home).earliest("pk")
    officer, worker = users["officer"], users["worker"]
    people = list(Person.objects.current().filter(enterprise=home).exclude(id_number_index="").order_by("-pk")[:2])
    at = timezone.make_aware(datetime.combine(today - timedelta(days=2), time(9, 40)))
    kind, place, how, part, _ = SEEN[0]
    grave = services.report_accident(
        actor=worker, site=site, kind=kind, happened_at=at, location=place, description=how, serious=1,
        measures="停机断电，伤者送市二院", now=at + timedelta(minutes=10),
    )  # fmt: skip
    services.tell_authority(
        grave.pk, actor=officer, expected_version=None, told_at=at + timedelta(minutes=45), told_to="武进区应急管理局",
        now=at + timedelta(minutes=50),
    )  # fmt: skip
    hurt, second = people[:2]
    day = timezone.localdate(at)
    given: dict[str, Any] = {
        "actor": officer,
        "site": site,
        "kind": kind,
        "happened_on": day,
        "part": part,
        "today": today,
    }
    services.enter_injury(
        accident=grave, name=hurt.name, id_number=hurt.id_number, post=hurt.post, gravity=Gravity.SERIOUS, **given
    )
    services.enter_claim(
        insurer=INSURERS[0],
        policy_no="AZX32042026000117",
        claimed=60000,
        name=hurt.name,
        id_number=hurt.id_number,
        **given,
    )
    before = at - timedelta(days=40)
    kind, place, how, part, cause = SEEN[5]
    light = services.report_accident(
        actor=officer, site=site, kind=kind, happened_at=before, location=place, description=how, minor=1,
        now=before + timedelta(hours=1),
    )  # fmt: skip
    light = services.investigate_accident(light.pk, actor=officer, expected_version=None, team="安环部、生产部、工会")
    services.conclude_accident(
        light.pk, actor=officer, expected_version=None, nature=Nature.LIABILITY, direct_cause=cause,
        indirect_cause="防护用品配备和检查不到位", concluded_on=today - timedelta(days=20), today=today,
    )  # fmt: skip
    given |= {"kind": kind, "happened_on": timezone.localdate(before), "part": part}
    services.enter_injury(accident=light, name=second.name, **given)
    services.enter_claim(insurer=INSURERS[1], claimed=3000, name=second.name, id_number=second.id_number, **given)
