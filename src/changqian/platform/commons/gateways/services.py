"""Speaking with our gateways: signed with the key both have, safe to be said twice."""

import time
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import httpx
import orjson
import structlog
from django.conf import settings
from django.db import OperationalError, transaction
from django.db.models import F

from changqian.platform.commons.gateways.models import Gateway
from changqian.platform.commons.gateways.rules import Kind
from changqian.platform.foundation.accounts.models import UserSession
from changqian.platform.kernel.errors import RuleViolation
from changqian.wire import signing, video

log = structlog.get_logger("changqian.gateways")

TO_CONNECT, TO_ANSWER = 1.0, 5.0
"Seconds: gateways stand beside us."
APP = "platform"
OVERLAP = timedelta(seconds=10)


def changed(kind: Kind) -> None:
    """What the gateway must know is different now; in the caller's transaction."""
    if not Gateway.objects.filter(kind=kind).update(revision=F("revision") + 1):
        Gateway.objects.get_or_create(kind=kind)


def revision(kind: Kind) -> int:
    return Gateway.objects.get_or_create(kind=kind)[0].revision


def push(kind: Kind, snapshot: Callable[[int], video.Snapshot]) -> bool:
    """Bring the gateway up to date, if it is behind; whether it was. RuleViolation if it does not answer."""
    wanted = revision(kind)
    if _ask(kind, "GET", "/healthz", b"").get("revision") == wanted:
        return False
    body = orjson.dumps(video.to_json(snapshot(wanted)))
    told = _ask(kind, "PUT", "/snapshot", body)["revision"]
    if told > wanted:  # Our database was set back to an earlier day; the gateway takes nothing that looks older.
        Gateway.objects.filter(kind=kind).update(revision=told + 1)
    return True


def send(kind: Kind, make: Callable[[str], video.Command]) -> str:
    """Order something and return the id under which it will be told as done; RuleViolation if nobody answers."""
    number = uuid.uuid4().hex
    _ask(kind, "POST", "/commands", orjson.dumps(video.to_json(make(number))))
    return number


def close_views(kind: Kind, *, now: datetime) -> int:
    """Have the gateway close what is watched by sessions that ended since this was last done; how many ended.

    What is told twice (a session may be seen late, when its transaction took long) has the same id and is done once.
    """
    row, _ = Gateway.objects.get_or_create(kind=kind)
    since = (row.sessions_until or now) - OVERLAP
    ended = UserSession.objects.filter(ended_at__gt=since, ended_at__lte=now).values_list("pk", flat=True)
    for pk in ended:
        order = video.EndViews(id=f"session-{pk}", subject=f"session:{pk}")
        _ask(kind, "POST", "/commands", orjson.dumps(video.to_json(order)))
    Gateway.objects.filter(pk=row.pk).update(sessions_until=now)
    return len(ended)


def _ask(kind: Kind, method: str, path: str, body: bytes) -> dict[str, Any]:
    url = settings.GATEWAYS.get(kind, "")
    if not url:
        raise RuleViolation(f"本平台没有接入{kind.label}，请联系管理员配置")
    headers = signing.signed(settings.KEYS["gateways"], method, path, body, app=APP, now=time.time())
    timeout = httpx.Timeout(TO_ANSWER, connect=TO_CONNECT)
    try:
        answer = httpx.request(method, url + path, content=body, headers=headers, timeout=timeout, trust_env=False)
        said = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        log.warning("gateway silent", kind=kind, path=path, error=f"{type(error).__name__}: {error}")
        raise RuleViolation(
            f"{kind.label}没有回应，请稍后再试；若一直如此，请联系管理员查看{kind.label}是否运行"
        ) from error
    if answer.status_code >= 400:
        log.warning("gateway refused", kind=kind, path=path, status=answer.status_code, said=said)
        raise RuleViolation(f"{kind.label}没有接受这项操作（{said.get('detail', answer.status_code)}）")
    return dict(said)


@transaction.atomic
def take(
    kind: Kind,
    spool: str,
    events: Sequence[video.Told],
    handle: Callable[[Sequence[video.Told]], None],
    *,
    now: datetime,
) -> int:
    """Hand on what is new of a batch, in order, and return the number up to which everything is kept.

    Told again it changes nothing: the numbers are written with what came of them. A batch that breaks a handler is
    handed on one by one, and what breaks it then is logged and passed over: it must not keep back all that follows.
    """
    Gateway.objects.get_or_create(kind=kind)
    row = Gateway.objects.select_for_update().get(kind=kind)
    if row.spool != spool:
        row.spool, row.seq = spool, 0
    fresh = [each for each in events if each.seq > row.seq]
    if fresh and not _handled(fresh, handle):
        for each in fresh:
            if not _handled([each], handle):
                log.error("event lost", kind=kind, seq=each.seq, told=video.to_json(each.event))
    row.seq, row.heard_at = max((row.seq, *(each.seq for each in fresh))), now
    row.save()
    return int(row.seq)


def _handled(events: Sequence[video.Told], handle: Callable[[Sequence[video.Told]], None]) -> bool:
    try:
        with transaction.atomic():
            handle(events)
    except OperationalError:
        raise  # The database is away: the gateway keeps them and comes again.
    except Exception:
        log.exception("events refused", first=events[0].seq)
        return False
    return True
