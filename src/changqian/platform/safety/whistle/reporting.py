"""The side of who speaks: reporting with or without a name, asking by code how it stands, claiming the reward.

Nothing of it is written under the reporter's account or address: the platform writes, from nowhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import IO, Annotated
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.files.pictures import thumbnail
from changqian.platform.foundation.files.rules import Kind
from changqian.platform.foundation.files.services import attach, store
from changqian.platform.foundation.privacy.services import from_nowhere
from changqian.platform.foundation.records.services import change, create, submission
from changqian.platform.foundation.sms.rules import phone_number
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.whistle import rules
from changqian.platform.safety.whistle.models import WhistleChannel, WhistleIdentity, WhistlePolicy, WhistleReport
from changqian.platform.safety.whistle.news import of_account
from changqian.platform.safety.whistle.rules import (
    Cause,
    HazardClass,
    How,
    News,
    PayBy,
    PolicyStatus,
    Refusal,
    Split,
    Status,
)
from changqian.platform.safety.whistle.services import due_on, escalate, post_of, posts, tell_handlers

PIXELS = 2560
"Of the longer side of a photo: enough to see a crack, and written anew, so that nothing of the phone is left in it."
NAME, PHONE = 50, 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody reports, and how he wants to be known."""

    how: str
    hazard_class: str
    location: str
    text: str
    about_name: str = ""
    name: str = ""
    phone: str = ""
    account: User | None = None
    channel: WhistleChannel | None = None
    photos: Sequence[IO[bytes]] = ()
    voice: IO[bytes] | None = None


@dataclass(frozen=True, slots=True)
class WhistleReceipt:
    """What who reports takes home. The codes are told here and never again."""

    number: Annotated[int, "编号"]
    query_code: Annotated[str, "查询码"]
    claim_code: Annotated[str, "领奖码"]
    due_on: Annotated[str, "受理期限"]


@dataclass(frozen=True, slots=True)
class WhistleState:
    """How a report stands, for who made it."""

    number: Annotated[int, "编号"]
    enterprise_name: Annotated[str, "企业"]
    site_name: Annotated[str, "场所"]
    how: Annotated[How, "吹哨方式"]
    hazard_class: Annotated[HazardClass, "类别"]
    location: Annotated[str, "位置"]
    reported_at: Annotated[datetime, "吹哨时间"]
    status: Annotated[Status, "状态"]
    due_on: Annotated[str, "办理期限"]
    refusal: Annotated[str, "不予受理原因"]
    findings: Annotated[str, "核查情况"]
    reward: Annotated[float, "奖励金额(元)"]
    whole_reward: Annotated[int, "隐患奖励合计(元)"]
    split: Annotated[str, "分配方式"]
    split_reason: Annotated[str, "分配理由"]
    joined: Annotated[bool, "与更早的吹哨合并办理"]
    reward_form: Annotated[str, "奖励方式"]
    claimed: Annotated[bool, "已登记领取"]
    paid_on: Annotated[str, "发放日期"]
    escalated: Annotated[bool, "已上报监管"]
    answer: Annotated[str, "监管答复"]
    news: Annotated[list[str], "新进展"]


@transaction.atomic
def blow(
    site: Site, said: Said, *, sent: UUID | None = None, captured_at: datetime | None, now: datetime
) -> WhistleReceipt:
    """A report, and the codes that go with it; the same ones again if the same submission (`sent`) arrives twice.

    意见: 明晰报告途径. Where the firm has nobody who may handle it, it goes before the authority at once.
    """
    with from_nowhere():
        number, key = str(sent or uuid4()), _key()
        codes = {purpose: rules.code_for(purpose, number, key) for purpose in ("query", "claim")}
        kept = rules.code_digest("sent", number, key)
        if before := WhistleIdentity.objects.filter(sent_digest=kept).select_related("report").first():
            return _receipt(before.report, codes)
        sent_at = submission(client_uuid=None, captured_at=captured_at, now=now)["captured_at"]
        report = _written(site, said, at=sent_at if isinstance(sent_at, datetime) else now)
        digests = {f"{purpose}_digest": rules.code_digest(purpose, code, key) for purpose, code in codes.items()}
        identity = WhistleIdentity.objects.create(report=report, sent_digest=kept, **digests, **_who(said))
        _keep_files(report, identity, said, now=now)
        if report.handlers:
            tell_handlers(report, f"收到新的{report}，请在{report.due_on}前受理", now=now)
        else:
            escalate(report, Cause.NO_HANDLER, now=now)
        return _receipt(report, codes)


def _who(said: Said) -> dict[str, str]:
    if said.how == How.ANONYMOUS:
        return {}
    if not said.name.strip():
        raise RuleViolation("请填写姓名；不想留姓名的请选匿名", field="name")
    account = str(said.account.pk) if said.account else ""
    return {"name": said.name.strip(), "phone": phone_number(said.phone), "account": account}


def _written(site: Site, said: Said, *, at: datetime) -> WhistleReport:
    policy = WhistlePolicy.objects.current().filter(enterprise=site.enterprise_id, status=PolicyStatus.IN_FORCE).first()
    about, handlers = _concerned(site, said, policy)
    return create(
        WhistleReport,
        actor=platform(),
        action="whistle.blow",
        site=site,
        channel=said.channel,
        policy=policy,
        how=said.how,
        hazard_class=said.hazard_class,
        location=said.location.strip(),
        text=said.text.strip(),
        about_name=said.about_name.strip(),
        about=[each.pk for each in about],
        handlers=handlers,
        reported_at=at,
        reported_on=timezone.localdate(at),
        due_on=due_on(policy, Status.SUBMITTED, since=at),
    )


def _concerned(site: Site, said: Said, policy: WhistlePolicy | None) -> tuple[list[Person], list[int]]:
    """Whom it is about, and the handlers who may know of it; a handler who is named anywhere in it may not."""
    staff = Person.objects.current().filter(enterprise=site.enterprise_id, left_on__isnull=True)
    named = "".join(said.about_name.split())
    about = {each.pk: each for each in staff.filter(name=named)} if named else {}
    accounts = policy.accounts if policy else []
    people = {each.user_id: each for each in staff.filter(user__in=accounts)}
    about |= {each.pk: each for each in people.values() if each.name in f"{said.about_name} {said.text}"}
    concerned = posts(about.values())
    barred = {user for user, each in people.items() if rules.barred(post_of(each), concerned)}
    return list(about.values()), [user for user in accounts if user in people and user not in barred]


def _keep_files(report: WhistleReport, identity: WhistleIdentity, said: Said, *, now: datetime) -> None:
    """Photos are written anew without what the camera said of itself. A voice tells who speaks: it lies with the
    identity, and only handlers hear it."""
    if len(said.photos) > rules.MOST_PHOTOS:
        raise RuleViolation(f"照片最多{rules.MOST_PHOTOS}张", field="photos")
    bare = [BytesIO(thumbnail(each, PIXELS)) for each in said.photos]
    kept = [store(each, name=f"现场{n}.webp", actor=platform(), now=now) for n, each in enumerate(bare, start=1)]
    if kept:
        attach(report, "photos", [each.pk for each in kept], actor=platform(), label="现场照片")
    if said.voice:
        voice = store(said.voice, name="录音", actor=platform(), now=now)
        if voice.kind != Kind.AUDIO:
            raise RuleViolation("请上传录音文件", field="voice")
        attach(identity, "voice", [voice.pk], actor=platform(), label="录音")


def by_code(purpose: str, code: str) -> WhistleIdentity:
    """The report behind a query code, or behind a claim code; DoesNotExist for any other text."""
    found = WhistleIdentity.objects.select_related("report__site", "report__enterprise")
    return found.get(**{f"{purpose}_digest": rules.code_digest(purpose, code, _key())})


def own(user: User) -> QuerySet[WhistleIdentity]:
    """What this account reported with its name, newest first."""
    return of_account(user.pk).select_related("report__site", "report__enterprise").order_by("-pk")


def own_states(user: User) -> list[WhistleState]:
    return [state_of(each.report, each.news[each.seen :]) for each in own(user)[:100]]


def state_of(report: WhistleReport, news: Sequence[str] = ()) -> WhistleState:
    """`news`: what happened since its account looked."""
    turned_down = report.status in rules.TURNED_DOWN
    return WhistleState(
        number=report.pk,
        enterprise_name=report.enterprise.name,
        site_name=report.site.name,
        how=How(report.how),
        hazard_class=HazardClass(report.hazard_class),
        location=report.location,
        reported_at=timezone.localtime(report.reported_at),
        status=Status(report.status),
        due_on=str(report.due_on or ""),
        refusal=Refusal(report.refusal).label if report.refusal and turned_down else "",
        findings=report.findings,
        reward=float(report.reward),
        whole_reward=report.whole_reward,
        split=Split(report.split).label if report.split else "",
        split_reason=report.split_reason,
        joined=report.duplicate_of_id is not None and not turned_down,
        reward_form=report.reward_form,
        claimed=report.claimed_at is not None,
        paid_on=str(report.paid_on or ""),
        escalated=report.escalated_at is not None,
        answer=report.answer,
        news=[News(each).label for each in news],
    )


@transaction.atomic
def claim(identity: WhistleIdentity, *, pay_by: str, payee: str = "", card: str = "", now: datetime) -> WhistleState:
    """Who has the claim code, or reported under this account, says whom to pay. 意见: 及时实施奖励."""
    report = _held(identity)
    if report.status != Status.REWARDED:
        raise RuleViolation("奖励已经发放" if report.paid_on else "还没有确定奖励，请在确定后领取")
    if pay_by == PayBy.BANK and not (payee.strip() and card.strip()):
        raise RuleViolation("银行转账请填写收款人和银行卡号", field="card")
    plain = "".join(card.split())
    if plain and not (plain.isascii() and plain.isdigit() and 12 <= len(plain) <= 19):
        raise RuleViolation("银行卡号应为12到19位数字", field="card")
    identity.pay_by, identity.payee, identity.card = pay_by, payee.strip(), plain
    identity.save(update_fields=["pay_by", "payee", "card", "account_index"])
    with from_nowhere():
        change(report, actor=platform(), action="whistle.claim", expected_version=None, claimed_at=now)
        tell_handlers(report, f"{report}的奖励已登记领取方式，请在{report.due_on}前发放", now=now)
    return state_of(report)


@transaction.atomic
def turn_to_authority(identity: WhistleIdentity, *, wish: str, now: datetime) -> WhistleState:
    """安全生产法 art 74: who is not content with the firm may always report to the authority."""
    report = _held(identity)
    if report.escalated_at and not report.answered_on:
        raise RuleViolation("已经上报监管部门，请等待答复")
    with from_nowhere():
        return state_of(escalate(report, Cause.ASKED, wish=wish.strip(), now=now))


def _held(identity: WhistleIdentity) -> WhistleReport:
    found = WhistleReport.objects.select_for_update(of=("self",)).select_related("site", "enterprise")
    report: WhistleReport = found.get(pk=identity.report_id)
    return report


def _receipt(report: WhistleReport, codes: dict[str, str]) -> WhistleReceipt:
    return WhistleReceipt(report.pk, codes["query"], codes["claim"], str(report.due_on or ""))


def _key() -> bytes:
    return settings.KEYS["django"] + b"whistle"
