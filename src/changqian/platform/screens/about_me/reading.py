"""What is kept about one user, from wherever it is kept: each part with why, how long, and who corrects it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from changqian.platform.commons.joining.models import Claim, Membership
from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.rules import Role
from changqian.platform.commons.professionals.models import Application
from changqian.platform.foundation.accounts import second_factor
from changqian.platform.foundation.accounts.models import User, UserSession, UserSetting
from changqian.platform.foundation.administration.concerning import roles_in_words
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.notices.models import Notice
from changqian.platform.foundation.notices.wishes import all_wishes
from changqian.platform.foundation.sms.models import Message
from changqian.platform.kernel.sealed import blinds, masked

SHOWN_SESSIONS = 20
BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg/", "Edge"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
MACHINES = (
    ("Android", "安卓手机"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip
OWN_PAGE, FIRM, TOWN, ADMINISTRATOR = "在“账号与安全”中自己更换", "企业安管员", "属地监管部门", "系统管理员"


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str
    sealed: bool = False
    "Whether it is shown with its middle hidden."


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    why: str
    "What it is kept for, and by which law."
    kept: str
    "For how long."
    corrected_by: str
    facts: list[Fact] = field(default_factory=list)


Show = Callable[[str], str]


def about(user: User, *, whole: bool, now: datetime) -> list[Part]:
    """Everything that is kept about this user. Sealed values have their middle hidden unless `whole`."""
    show: Show = (lambda value: value) if whole else masked
    return [
        _account(user, show),
        *_belonging(user),
        *_admissions(user, show),
        *_people(user, show),
        _sessions(user, now),
        _messages(user),
        _traces(user),
    ]


def _account(user: User, show: Show) -> Part:
    facts = [Fact("账号", user.username), Fact("姓名", user.name)]
    facts += _sealed("手机号", user.phone, show) + _sealed("身份证号", user.id_number, show)
    facts += _moments(("实名核验时间", user.real_name_at), ("开户时间", user.created_at))
    facts += _moments(("密码修改时间", user.password_changed_at))
    if user.department:
        facts.append(Fact("部门", user.department.name))
    facts.append(Fact("角色和范围", "；".join(roles_in_words(user)) or "没有"))
    if second_factor.enrolled(user):
        facts.append(Fact("动态口令", f"已启用，剩余{second_factor.codes_left(user)}个恢复码"))
    for identity in user.identities.order_by("pk"):
        facts.append(Fact("统一身份", f"{identity.provider}，{_said(identity.bound_at)}绑定"))
    return Part(
        "账号",
        "确认您的身份、确定您能办什么（网络安全法的网络实名要求）。密码、动态口令只存不可还原或加密的形式，这里不显示。",
        "账号停用后随审计记录保存",
        f"手机号、密码{OWN_PAGE}；姓名、部门、角色请找{ADMINISTRATOR}",
        facts,
    )


def _belonging(user: User) -> Iterator[Part]:
    """Firms somebody belongs or belonged to, and what he asked for."""
    facts = [
        Fact(row.enterprise.name, f"{row.get_place_display()}，{row.get_how_display()}{_since(row)}")
        for row in Membership.objects.filter(user=user).select_related("enterprise").order_by("pk")
    ]
    for claim in Claim.objects.filter(created_by=user).order_by("pk"):
        name = claim.firm_name or claim.uscc
        said = f"{claim.get_kind_display()}，{claim.get_status_display()}，{_said(claim.created_at)}提出"
        facts.append(Fact(name, said))
    if facts:
        yield Part(
            "所属企业和申请",
            "证明您代表或属于哪家企业，办理认领、加入和离任。",
            "随企业档案保存",
            f"{FIRM}或{TOWN}",
            facts,
        )


def _admissions(user: User, show: Show) -> Iterator[Part]:
    """What he asked to be for the city, and showed for it."""
    for row in Application.objects.filter(created_by=user).order_by("pk"):
        facts = [Fact("单位", row.unit), Fact("状态", f"{row.get_status_display()}，{_said(row.created_at)}提出")]
        facts += _sealed("证书编号", row.certificate_no, show)
        told = (("职称或职业资格", row.title), ("许可证编号", row.permit_no), ("有效期至", _day(row.valid_until)))
        facts += [Fact(label, value) for label, value in told if value]
        yield Part(
            f"入驻申请：{row.get_kind_display()}",
            "核实您作为专家或机构联系人的资格，由市应急管理局审核。",
            "随入驻档案保存",
            "退回补正时在“入驻申请”自己更正；已入驻的请找市应急管理局",
            facts,
        )


def _people(user: User, show: Show) -> Iterator[Part]:
    for row in Person.objects.filter(user=user, ended_at=None).select_related("enterprise", "site").order_by("pk"):
        facts = [Fact("姓名", row.name), Fact("岗位角色", "、".join(str(Role(each).label) for each in row.roles))]
        facts += _sealed("手机号", row.phone, show) + _sealed("身份证号", row.id_number, show)
        told = (
            ("场所", row.site.name if row.site else ""), ("车间、班组", row.workshop), ("岗位", row.post),
            ("安全职责", row.duties), ("入职日期", _day(row.joined_on)), ("离职日期", _day(row.left_on)),
        )  # fmt: skip
        facts += [Fact(label, value) for label, value in told if value]
        for each in Certificate.objects.current().filter(person=row).order_by("pk"):
            until = f"，有效期至{_day(each.valid_to)}" if each.valid_to else ""
            facts.append(
                Fact(f"证书：{each.get_kind_display()}", f"{each.category}{show(each.number)}{until}", sealed=True)
            )
        yield Part(
            f"{row.enterprise.name}的人员档案",
            "企业落实全员安全生产责任制、核对持证上岗（安全生产法第二十二条、第二十七条、第三十条）。",
            "在职期间，离职后随企业安全生产档案保存",
            f"{row.enterprise.name}的{FIRM}",
            facts,
        )


def _sessions(user: User, now: datetime) -> Part:
    rows = UserSession.objects.filter(user=user).order_by("-started_at")[:SHOWN_SESSIONS]
    facts = [
        Fact(_said(row.started_at), f"{row.address or '地址未知'}，{_device(row.agent)}{_ended(row)}") for row in rows
    ]
    return Part(
        "登录记录", "发现他人冒用您的账号（GB/T 22239-2019 身份鉴别、安全审计）。", "至少六个月",
        "不能更正；有不认识的登录请立即修改密码并联系系统管理员", facts,
    )  # fmt: skip


def _messages(user: User) -> Part:
    notices = Notice.objects.filter(user=user)
    chosen = [
        f"{kind.label}{'（含短信）' if each.sms else ''}" for kind, each in all_wishes(user.pk) if each.mode != "off"
    ]
    facts = [
        Fact("站内消息", f"{notices.count()}条"),
        Fact("要提醒的消息", "、".join(chosen)),
        Fact("页面设置", f"{UserSetting.objects.filter(user=user).count()}项（列宽、常用查询等）"),
    ]
    if user.phone:
        sent = Message.objects.filter(phone_index__in=blinds(user.phone))
        facts.insert(1, Fact("发到您手机的短信", f"{sent.count()}条；验证码不保存"))
    return Part("消息和设置", "提醒您该办的事，记住您的习惯。", "直到您删除或账号停用", "在消息设置中自己修改", facts)


def _traces(user: User) -> Part:
    own = Entry.objects.filter(actor=user)
    facts = [Fact("您办理的操作", f"{own.count()}条")]
    first = own.order_by("at").values_list("at", flat=True).first()
    if first:
        facts.append(Fact("最早一条", _said(first)))
    return Part(
        "操作记录", "追溯谁在什么时候办了什么（网络安全法）。只有安全审计员能看。", "不少于六个月",
        "不能修改或删除；有疑问请找安全审计员", facts,
    )  # fmt: skip


def _sealed(label: str, value: str, show: Show) -> list[Fact]:
    return [Fact(label, show(value), sealed=True)] if value else []


def _moments(*told: tuple[str, datetime | None]) -> list[Fact]:
    return [Fact(label, _said(at)) for label, at in told if at]


def _said(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _since(row: Membership) -> str:
    since = f"，{_said(row.since)}起" if row.since else ""
    return f"{since}，{_said(row.ended_at)}止" if row.ended_at else since


def _device(agent: str) -> str:
    """微信 · 安卓手机: the browser and the machine, as far as they say what they are."""
    found = [next((name for sign, name in signs if sign in agent), "") for signs in (BROWSERS, MACHINES)]
    return " · ".join(each for each in found if each) or "其他设备"


def _ended(row: UserSession) -> str:
    return f"，{row.get_end_display()}" if row.ended_at else "，现在登录着"
