"""The status of an enterprise or a site: reported by the firm, confirmed by the regulator, kept as history."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.approvals.rules import Asked
from changqian.platform.foundation.approvals.rules import Status as Approved
from changqian.platform.foundation.approvals.services import agreed_parts, ask, settle
from changqian.platform.foundation.enterprises.models import Enterprise, Site, StatusChange
from changqian.platform.foundation.enterprises.rules import FINAL, STANDING, Change, Status, refuse_status
from changqian.platform.foundation.enterprises.tagging import apply_rules
from changqian.platform.foundation.jobs.services import announce
from changqian.platform.foundation.notices.services import notify, staff_of
from changqian.platform.foundation.records.services import change, change_many, create, locked
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation, VersionConflict

LINK = "/status-changes"
APPROVAL = "enterprises.status"
CONFIRM_WITHIN = timedelta(days=3)
"待核: no regulation states it; the town is reminded a day before, and when it is over."
REPORT, CONFIRM = "enterprises.report_status", "enterprises.confirm_status"


@transaction.atomic
def report_status(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    new: str,
    effective_on: date,
    reason: str,
    now: datetime,
    site: int | None = None,
) -> StatusChange:
    """The firm says that it stopped, moved, closed…; nothing changes until the regulator confirms."""
    asked = _report(REPORT, pk, actor, expected_version, new, effective_on, reason, now, site)
    towns = _towns(asked)
    ask(
        actor=actor,
        asked_as=REPORT,
        kind=APPROVAL,
        target=asked.pk,
        title=f"{_whose(asked)}上报{Status(asked.new).label}，请确认",
        body=reason,
        link=LINK,
        enterprise=asked.enterprise_id,
        region=towns[0].pk,
        steps=_steps(towns),
        notice="statuses",
        now=now,
    )
    return asked


def _towns(asked: StatusChange) -> list[Region]:
    """Where it is decided: one site's change in its town, the firm's in every town where it has a site."""
    if asked.site:
        return [asked.site.region]
    places = asked.enterprise.regions.values("region")
    return list(Region.objects.filter(pk__in=places).order_by("path"))


def _steps(towns: Sequence[Region]) -> list[Asked]:
    """Each of several towns is asked for its part."""
    if len(towns) == 1:
        return [Asked("属地确认", CONFIRM, level="town", within=CONFIRM_WITHIN)]
    return [Asked(f"{town.name}确认", CONFIRM, level="town", within=CONFIRM_WITHIN, region=town.pk) for town in towns]


@transaction.atomic
def follow_approval(*, target: int, outcome: str, actor: User, opinion: str, now: datetime) -> StatusChange | None:
    """What was decided under 我的待办 is done here, by the same rule as on the page; None if it was done already."""
    asked = StatusChange.objects.filter(pk=target, state=Change.REPORTED).first()
    if asked is None:
        return None
    accept = outcome == Approved.APPROVED
    return confirm_status(asked.pk, actor=actor, expected_version=None, accept=accept, opinion=opinion, now=now)


@transaction.atomic
def change_status(
    pk: int,
    *,
    actor: User,
    expected_version: int | None,
    new: str,
    effective_on: date,
    reason: str,
    now: datetime,
    site: int | None = None,
) -> StatusChange:
    """The regulator knows by itself: reported and confirmed in one act."""
    asked = _report(CONFIRM, pk, actor, expected_version, new, effective_on, reason, now, site)
    return confirm_status(asked.pk, actor=actor, expected_version=None, accept=True, opinion=reason, now=now)


@transaction.atomic
def confirm_status(
    pk: int, *, actor: User, expected_version: int | None, accept: bool, opinion: str, now: datetime
) -> StatusChange:
    asked = locked(StatusChange, pk, actor=actor, action=CONFIRM)
    if asked.state != Change.REPORTED:
        raise RuleViolation(f"该状态变更{Change(asked.state).label}，不能再次办理")
    if not accept and not opinion.strip():
        raise RuleViolation("退回时请填写意见", field="opinion")
    if not accept and not asked.site_id and (towns := _elsewhere(asked, actor=actor)):
        raise RuleViolation(f"该企业在{towns}还有场所，请在我的待办中退回本地部分")
    if accept:
        _set_status(asked, actor=actor)
        apply_rules([asked.enterprise_id], actor=actor, today=timezone.localdate(now))
    decided = change(
        asked,
        actor=actor,
        action=CONFIRM,
        expected_version=expected_version,
        state=Change.CONFIRMED if accept else Change.REJECTED,
        decided_by=actor,
        decided_at=now,
        opinion=opinion,
    )
    outcome = Approved.APPROVED if accept else Approved.REFUSED
    settle(APPROVAL, asked.pk, actor=actor, outcome=outcome, opinion=opinion, now=now)
    what = f"{_whose(asked)}{Status(asked.new).label}{'已确认' if accept else '上报被退回'}"
    people = staff_of(asked.enterprise_id, REPORT)
    notify(people, kind="statuses", title=what, body=opinion, link=LINK, now=now)
    return decided


def _whose(asked: StatusChange) -> str:
    return f"{asked.enterprise.name}{asked.site.name if asked.site else ''}"


def _report(
    action: str,
    pk: int,
    actor: User,
    expected_version: int | None,
    new: str,
    effective_on: date,
    reason: str,
    now: datetime,
    site: int | None,
) -> StatusChange:
    row: Enterprise | Site
    if site is None:
        row = firm = locked(Enterprise, pk, actor=actor, action=action)
    else:
        row = locked(Site, site, actor=actor, action=action)
        firm = row.enterprise
        if firm.pk != pk:
            raise RuleViolation("该场所不属于这家企业", field="site")
    if expected_version not in (None, row.version):
        raise VersionConflict
    refuse_status(row.status, new)
    if effective_on > timezone.localdate(now):
        raise RuleViolation("变更日期不能晚于今天", field="effective_on")
    return create(
        StatusChange,
        actor=actor,
        action=action,
        enterprise=firm,
        site=row if isinstance(row, Site) else None,
        old=row.status,
        new=new,
        effective_on=effective_on,
        reason=reason,
    )


def _elsewhere(asked: StatusChange, *, actor: User) -> str:
    """Where the firm has sites beyond the actor's reach whose towns have not agreed; empty if nowhere."""
    sites = Site.objects.current().filter(enterprise=asked.enterprise_id)
    beyond = sites.exclude(pk__in=Site.objects.within(actor, CONFIRM).values("pk"))
    beyond = beyond.exclude(region__in=agreed_parts(APPROVAL, asked.pk))
    return "、".join(sorted(set(beyond.values_list("region__name", flat=True)))[:3])


def _set_status(asked: StatusChange, *, actor: User) -> None:
    """The site alone; or the firm, and with it the sites that stood where it stood, all of them if it is the end."""
    if asked.site_id:
        site = locked(Site, asked.site_id, actor=actor, action=CONFIRM)
        refuse_status(site.status, asked.new)
        change(site, actor=actor, action=CONFIRM, expected_version=None, status=asked.new)
        announce(STANDING, sites=[site.pk])
        return
    firm = locked(Enterprise, asked.enterprise_id, actor=actor, action=CONFIRM)
    refuse_status(firm.status, asked.new)
    old = firm.status
    sites = list(firm.sites.filter(ended_at=None))
    if towns := _elsewhere(asked, actor=actor):
        raise RuleViolation(f"该企业在{towns}还有场所，企业状态请由上级确认；本地场所可单独变更状态")
    change(firm, actor=actor, action=CONFIRM, expected_version=None, status=asked.new)
    following = [site.pk for site in sites if site.status == old or asked.new in FINAL]
    if following:
        # Where each town agreed to its part, the last of them reaches only its own: the platform does what all said.
        doer = platform() if agreed_parts(APPROVAL, asked.pk) else actor
        change_many(Site, following, actor=doer, action=CONFIRM, rule=lambda site: None, status=Status(asked.new))
        announce(STANDING, sites=following)
