"""吹哨奖 of the demonstration city: policies, channels, rewards of most firms by COPY; one firm's by services."""

from collections.abc import Iterator
from copy import copy
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.city.joining import DATA, LICENCE
from changqian.platform.commons.codes.models import SafeCode
from changqian.platform.commons.codes.rules import new_token
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.foundation.files.services import store
from changqian.platform.safety.whistle import reporting, rewards, services
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport
from changqian.platform.safety.whistle.rules import (
    DEFAULT_RATES,
    TEMPLATE,
    TITLE,
    Consulted,
    Form,
    HazardClass,
    How,
    Level,
    PolicyStatus,
    Refusal,
    Split,
    Status,
    Way,
    bulletin,
)

SEEN = (
    (HazardClass.UNSAFE_ACT, "装配线", "有人不停机清理皮带机上的料"),
    (HazardClass.UNSAFE_CONDITION, "冲压车间", "3号冲床光电保护不起作用"),
    (HazardClass.UNSAFE_CONDITION, "空压机房", "储气罐压力表指针回不了零"),
    (HazardClass.ENVIRONMENT, "成品仓库", "消防通道被周转箱占了一半"),
    (HazardClass.MANAGEMENT, "打磨间", "新来的两个人没有培训就上岗"),
)

SHARED = 0.12
"Of the rewards, that two reported the same danger and both have a part."


def policy_of(firm: Firm, people: list[Person], officer: User, *, today: date, random: Random) -> WhistlePolicy | None:
    """Nine of ten firms have one since some day of the last year and a half; the firm of the cast tells its own."""
    if random.random() < 0.1:
        return None
    since = today - timedelta(days=random.randint(120, 500))
    handlers = [each for each in people if each.user_id == officer.pk]
    return draft(
        WhistlePolicy,
        created_by=officer,
        enterprise=firm.enterprise,
        title=TITLE,
        text=TEMPLATE,
        rates=[dict(rate) for rate in DEFAULT_RATES],
        handlers=[each.pk for each in handlers],
        accounts=[officer.pk],
        handler_names=[officer.name],
        status=PolicyStatus.IN_FORCE,
        consulted_how=random.choice((Consulted.UNION, Consulted.CONGRESS, Consulted.POSTED)),
        consulted_on=since - timedelta(days=20),
        opinion="无不同意见",
        announced_on=since - timedelta(days=10),
        in_force_since=since,
    )


def channels_of(firm: Firm, policy: WhistlePolicy, officer: User, *, random: Random) -> Iterator[WhistleChannel]:
    for way, place in ((Way.PHONE, "门卫室公告栏"), (Way.LETTER_BOX, "食堂门口")):
        if random.random() < 0.75:
            yield draft(
                WhistleChannel,
                created_by=officer,
                site=firm.sites[0],
                way=way,
                value=firm.enterprise.contact_phone if way == Way.PHONE else place,
                contact=officer.name,
                department="安环部",
                place=place,
                posted_on=policy.in_force_since if random.random() < 0.9 else None,
            )


def rewards_of(
    firm: Firm, policy: WhistlePolicy, author: User, *, today: date, random: Random
) -> Iterator[tuple[WhistleReport, WhistleIdentity]]:
    """What was rewarded of late, and under which codes, which nobody has."""
    for _ in range(random.choice((0, 0, 1, 2))):
        kind, place, text = random.choice(SEEN)
        reported_on = today - timedelta(days=random.randint(25, 115))
        confirmed_on = reported_on + timedelta(days=random.randint(1, 4))
        paid_on = confirmed_on + timedelta(days=random.randint(1, 14))
        level = random.choice((Level.GENERAL, Level.GENERAL, Level.GENERAL, Level.LARGER))
        reward = random.choice((50, 100, 200, 300)) if level == Level.GENERAL else random.choice((300, 500, 800))
        row = draft(
            WhistleReport,
            created_by=author,
            site=firm.sites[0],
            policy=policy,
            how=random.choice((How.ANONYMOUS, How.HIDDEN, How.NAMED)),
            hazard_class=kind,
            location=place,
            text=text,
            handlers=policy.accounts,
            reported_at=timezone.make_aware(datetime.combine(reported_on, time(9, 30))),
            reported_on=reported_on,
            status=Status.PUBLISHED,
            findings=f"现场核查属实：{text}",
            level=level,
            confirmed_on=confirmed_on,
            reward=Decimal(reward),
            whole_reward=reward,
            reward_form=Form.MONEY,
            paid_on=paid_on,
            pay_days=(paid_on - confirmed_on).days,
            voucher=f"记-{paid_on:%m%d}",
            published_on=paid_on,
            bulletin=bulletin(kind, level, Decimal(reward), Form.MONEY, reported_on=reported_on, paid_on=paid_on),
        )
        yield row, _identity(row, random)
        if random.random() < SHARED:
            yield _sharing(row, today=today, random=random)


def _identity(row: WhistleReport, random: Random) -> WhistleIdentity:
    digests = {f"{name}_digest": f"{random.getrandbits(256):064x}" for name in ("sent", "query", "claim")}
    return draft(WhistleIdentity, report=row, **digests)


def _sharing(first: WhistleReport, *, today: date, random: Random) -> tuple[WhistleReport, WhistleIdentity]:
    """A second one told of the same before it was looked at; the firm lets both have half."""
    at = first.reported_at + timedelta(hours=random.randint(1, 9))
    half = first.reward / 2
    second = copy(first)
    for row in (first, second):
        row.reward, row.split, row.split_reason = half, Split.EQUAL, "两人先后报告，情况都属实"
        days: dict[str, Any] = {"reported_on": row.reported_on, "paid_on": row.paid_on}
        row.bulletin = bulletin(row.hazard_class, row.level, half, Form.MONEY, shared=True, **days)
    second.reported_at, second.refusal, second.how = at, Refusal.DUPLICATE, random.choice((How.ANONYMOUS, How.HIDDEN))
    second.voucher = f"{first.voucher}-2"
    second.duplicate_of = first
    return second, _identity(second, random)


class Stories:
    """Of the firm of the cast: a poster at the gate, and reports in every state. The same day gives the same city."""

    def __init__(self, home: Enterprise, users: dict[str, User], *, today: date) -> None:
        self.home, self.users, self.today = home, users, today
        self.site = Site.objects.current().filter(enterprise=home).earliest("pk")

    def tell(self) -> None:
        officer = self.users["officer"]
        handlers = [row.pk for row in Person.objects.current().filter(enterprise=self.home, user=officer)]
        said: dict[str, Any] = {"title": TITLE, "text": TEMPLATE, "handlers": handlers}
        policy = services.adopt_policy(actor=officer, enterprise=self.home, **said)
        consulted: dict[str, Any] = {
            "consulted_how": Consulted.UNION,
            "consulted_on": self._day(80),
            "opinion": "工会会议一致同意",
        }
        services.announce_policy(
            policy.pk, actor=officer, expected_version=None, papers=[self._photo()], today=self._day(75), **consulted
        )
        services.enforce_policy(policy.pk, actor=officer, expected_version=None, today=self._day(65))
        poster = services.open_channel(
            actor=officer, site=self.site, way=Way.QR, place="厂区大门公告栏", contact=officer.name, department="安环部"
        )
        # The same poster in every city of this seed; a service draws its token by lot.
        token = new_token(Random("whistle").choice)
        SafeCode.objects.filter(subject_kind=services.SUBJECT, subject_id=poster.pk).update(token=token)
        hung: dict[str, Any] = {"posted_on": self._day(60), "photos": [self._photo()], "today": self.today}
        services.hang_channel(poster.pk, actor=officer, expected_version=None, **hung)
        for number, steps in enumerate((
            ("accept", "confirm", "reward", "pay", "publish"),
            ("accept", "confirm", "reward"),
            ("accept",),
            (),
            ("accept", "refute"),
        )):  # fmt: skip
            self._report(poster, number, steps)
        self._joint(poster)

    def _report(self, poster: WhistleChannel, number: int, steps: tuple[str, ...]) -> None:
        """Those that are done with are some weeks old, the others of the last days."""
        days = 30 + number if "pay" in steps or "refute" in steps else 6 - number
        kind, place, text = SEEN[number]
        how = (How.NAMED, How.ANONYMOUS, How.HIDDEN, How.ANONYMOUS, How.ANONYMOUS)[number]
        said: dict[str, str] = {"hazard_class": kind, "location": place, "text": text}
        receipt = self._blow(poster, number, how, days=days, **said)
        given: dict[str, dict[str, Any]] = {
            "confirm": {"level": Level.GENERAL, "findings": f"现场核查属实：{text}", "now": self._at(days - 1)},
            "refute": {"findings": "核对培训记录，两人均已完成三级教育"},
            "reward": {"whole_reward": 100},
            "pay": {"paid_on": self._day(days - 6), "voucher": f"记-{number}", "today": self.today},
            "publish": {"today": self._day(days - 7)},
        }
        for step in steps:
            self._take(step, receipt.number, **given.get(step, {}))
        if "refute" in steps:
            identity = reporting.by_code("query", receipt.query_code)
            reporting.turn_to_authority(identity, wish="记录是后补的，请监管部门再查", now=self._at(2))

    def _joint(self, poster: WhistleChannel) -> None:
        """Three saw the same; the firm lets them share the reward, and one has his."""
        seen = (
            (How.ANONYMOUS, "抛丸间", "抛丸机检修门联锁坏了，开着门也在转"),
            (How.NAMED, "抛丸间南侧", "抛丸机检修门开着门也在转，联锁坏了"),
            (How.ANONYMOUS, "抛丸间", "抛丸机的检修门联锁坏了没人修"),
        )
        first, *later = (
            self._blow(
                poster, 20 + n, how, days=9 - n, hazard_class=HazardClass.UNSAFE_CONDITION, location=place, text=text
            ).number
            for n, (how, place, text) in enumerate(seen)
        )
        self._take("accept", first)
        for each in later:
            told = {"refusal": Refusal.DUPLICATE, "duplicate": first, "findings": "与更早的一条是同一处隐患，合并核查"}
            self._take("reject", each, **told)
        findings = {"level": Level.LARGER, "findings": "抛丸机检修门联锁开关损坏，已停机更换", "now": self._at(6)}
        self._take("confirm", first, **findings)
        split = {"split": Split.EQUAL, "split_reason": "三人先后独立报告，对查清位置都有作用"}
        self._take("reward", first, whole_reward=500, **split)
        self._take("pay", later[0], paid_on=self._day(2), voucher="记-21", today=self.today)

    def _blow(
        self, poster: WhistleChannel, number: int, how: str, *, days: int, **said: Any
    ) -> reporting.WhistleReceipt:
        worker, at = self.users["worker"], self._at(days)
        who: dict[str, Any] = {"name": worker.name, "phone": worker.phone, "account": worker}
        told = reporting.Said(how=how, channel=poster, **said, **who)
        return reporting.blow(self.site, told, sent=UUID(int=number), captured_at=None, now=at)

    def _take(self, step: str, number: int, **given: Any) -> None:
        take = getattr(rewards if step in ("reward", "pay", "publish") else services, f"{step}_report")
        take(number, actor=self.users["officer"], expected_version=None, **given)

    def _photo(self) -> int:
        content = BytesIO((DATA / LICENCE).read_bytes())
        return store(content, name="照片.png", actor=self.users["officer"], now=self._at(60)).pk

    def _day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _at(self, days: int) -> datetime:
        return timezone.make_aware(datetime.combine(self._day(days), time(9, 30)))
