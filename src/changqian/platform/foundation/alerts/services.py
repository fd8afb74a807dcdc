"""Reading the trail by the rules, and what the auditor does about a finding."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from changqian.platform.foundation.accounts.models import Assignment, User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.alerts.models import Alert, Watch
from changqian.platform.foundation.alerts.rules import (
    RULES,
    STEPS,
    Finding,
    Parameters,
    Rule,
    Seen,
    Step,
    findings,
    refuse_opinion,
    refused,
    rows_told,
    sentence,
)
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.notices.services import notify
from changqian.platform.foundation.parameters.rules import PARAMETERS
from changqian.platform.foundation.parameters.services import value
from changqian.platform.foundation.records.services import change, create, locked

PREFIX = "alerts."
AT_ONCE = 2_000
KEPT = 100
"Entries an alert names; the list behind it shows all."


def parameters() -> Parameters:
    """The thresholds and hours in force."""
    return {key.removeprefix(PREFIX): value(key) for key in PARAMETERS if key.startswith(PREFIX)}


@transaction.atomic
def watch(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Judge the entries sealed since the last time; how many there were.

    Sealed entries have no gaps, so none is missed; how far was read is written together with what was found there, so
    none is judged twice."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('alerts.watch'))")
        if not cursor.fetchone()[0]:
            return 0
    mark, _ = Watch.objects.get_or_create(pk=1)
    fresh = list(Entry.objects.filter(seq__gt=mark.seq).order_by("seq").select_related("actor")[:limit])
    if not fresh:
        return 0
    known = parameters()
    for rule in RULES:
        touched: dict[str, datetime] = {}
        for seen in _seen(fresh):
            if rule.picks(seen, known) and (subject := rule.about(seen)):
                touched[subject] = min(seen.at, touched.get(subject, seen.at))
        for subject, first in touched.items():
            _judge(rule, subject, first, known, now=now)
    mark.seq = fresh[-1].seq or mark.seq
    mark.save(update_fields=["seq"])
    return len(fresh)


def _judge(rule: Rule, subject: str, first: datetime, known: Parameters, *, now: datetime) -> None:
    """The subject's entries since a span before the first new one; or since the finding that span belongs to began."""
    since = first - timedelta(minutes=known[rule.within])
    last = Alert.objects.filter(rule=rule.code, subject=subject).order_by("-first_at").first()
    if last and last.first_at + timedelta(minutes=known[rule.within]) > since:
        since = last.first_at
        rows = _about(subject).filter(at__gte=since).exclude(at=since, pk__lt=last.first_entry_id)
    else:
        rows = _about(subject).filter(at__gte=since)
    entries = list(rows.filter(seq__isnull=False).order_by("at", "pk").select_related("actor")[:20_000])
    for finding in findings(rule, _seen(entries), known):
        _write(rule, finding, known, now=now)


def _about(subject: str) -> QuerySet[Entry]:
    kind, _, name = subject.partition(":")
    if kind == "user":
        return Entry.objects.filter(actor=int(name))
    return Entry.objects.filter(action="accounts.refuse", **{kind: name})


def _seen(entries: Iterable[Entry]) -> list[Seen]:
    entries = list(entries)
    duties: dict[int, set[str]] = defaultdict(set)
    held = Assignment.objects.filter(user__in={entry.actor_id for entry in entries})
    for user, code in held.values_list("user_id", "role__code"):
        duties[user].add(code)
    return [
        Seen(
            pk=entry.pk,
            at=timezone.localtime(entry.at),
            actor=entry.actor_id,
            actor_name=entry.actor.name,
            action=entry.action,
            target=entry.target,
            address=entry.address,
            refused=refused(entry.result),
            rows=rows_told(entry.action, entry.changes),
            tries=entry.count if refused(entry.result) else 1,
            duties=frozenset(duties[entry.actor_id]),
            platform=entry.actor.is_system,
        )
        for entry in entries
    ]


def _write(rule: Rule, finding: Finding, known: Parameters, *, now: datetime) -> None:
    """A new alert, told to whoever watches; or what has come to the one that is there, as long as nobody closed it."""
    first, last = finding.entries[0], finding.entries[-1]
    name = _name_of(finding)
    told: dict[str, object] = {
        "amount": finding.amount,
        "last_at": last.at,
        "sentence": sentence(rule, finding, name=name, parameters=known)[:300],
        "entries": [seen.pk for seen in finding.entries[-KEPT:]],
    }
    there = Alert.objects.filter(rule=rule.code, subject=finding.subject, first_entry=first.pk).first()
    if there is None:
        row = create(
            Alert, actor=platform(), action="alerts.find", rule=rule.code, severity=rule.severity,
            subject=finding.subject, name=name[:60], address=last.address, first_at=first.at, first_entry_id=first.pk,
            **told,
        )  # fmt: skip
        _tell(row, now=now)
    elif there.amount != finding.amount:
        change(there, actor=platform(), action="alerts.find", expected_version=None, **told)


def _name_of(finding: Finding) -> str:
    kind, _, name = finding.subject.partition(":")
    if kind == "user":
        return finding.entries[0].actor_name
    if kind == "target":
        user = User.objects.filter(pk=int(pk)).first() if (pk := name.rpartition(":")[2]).isdigit() else None
        return f"{user.name}（{user.username}）" if user else name.rpartition(":")[2]
    return name


def watchers() -> QuerySet[User]:
    """Who is told: everybody who may see alerts, which is the auditors."""
    held = Assignment.objects.filter(role__permissions__contains=["alerts.view"])
    return User.objects.filter(assignments__in=held, is_active=True).distinct()


def _tell(row: Alert, *, now: datetime) -> None:
    title = f"审计预警：{row.get_rule_display()}"
    notify(watchers(), kind="alerts.new", title=title, body=row.sentence, link=f"/alerts?id={row.pk}", now=now)


@transaction.atomic
def acknowledge(pk: int, *, actor: User, expected_version: int | None, opinion: str) -> Alert:
    """Somebody has looked at it and says what it is about."""
    refuse_opinion(opinion)
    return _step(pk, Step.ACKNOWLEDGE, actor, expected_version, opinion=opinion.strip(), acknowledged_at=timezone.now())


@transaction.atomic
def close(pk: int, *, actor: User, expected_version: int | None, opinion: str) -> Alert:
    """What came of it."""
    refuse_opinion(opinion)
    return _step(pk, Step.CLOSE, actor, expected_version, conclusion=opinion.strip(), closed_at=timezone.now())


def _step(pk: int, step: Step, actor: User, expected_version: int | None, **fields: object) -> Alert:
    action = f"alerts.{step}"
    row = locked(Alert, pk, actor=actor, action=action)
    status = STEPS.after(row.status, step)
    return change(row, actor=actor, action=action, expected_version=expected_version, status=status, **fields)
