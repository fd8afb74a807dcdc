"""The life of a signed-in browser: begin, go on while a person is there, end.

Django keeps the cookie; `UserSession` keeps what it stands for. Half an hour without a person's input ends it: what a
page asks for by itself, polling for instance, does not count. Ending a session closes its streams (NOTIFY sessions).
"""

from datetime import datetime

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, login, logout
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from changqian.platform.foundation.accounts.limits import idle_after, sessions_per_user
from changqian.platform.foundation.accounts.models import User, UserSession
from changqian.platform.foundation.accounts.rules import (
    INPUT_NOTED_EVERY,
    Act,
    End,
)
from changqian.platform.foundation.accounts.services import digest
from changqian.platform.foundation.accounts.signed_in import signed_in
from changqian.platform.foundation.audit.services import origin, record

CHANNEL = "sessions"


@transaction.atomic
def begin(request: HttpRequest, user: User, *, way: str, now: datetime) -> UserSession:
    """Sign the user in under a new session id. What this browser was signed in as before ends."""
    if before := of(request):
        end(before, End.REPLACED, now=now)
    request.session.flush()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    session = UserSession.objects.create(
        user=user,
        key_hash=digest(request.session.session_key or ""),
        address=origin().address,
        agent=request.headers.get("User-Agent", "")[:200].replace("\0", ""),
        started_at=now,
        last_input_at=now,
    )
    record(actor=user, action=f"accounts.{Act.SIGN_IN}", row=user, changes={"way": way})
    for surplus in UserSession.objects.live(now).filter(user=user).order_by("-last_input_at")[sessions_per_user() :]:
        end(surplus, End.REPLACED, now=now)
    return session


def keep_after_password(request: HttpRequest, user: User) -> None:
    """The session goes on under its key after its user's password has changed: Django signs each with the password."""
    if getattr(request, "user", None) and request.session.session_key:
        request.session[HASH_SESSION_KEY] = user.get_session_auth_hash()


def end_others(user: User, why: End, *, but: UserSession | None, now: datetime) -> int:
    """End the user's sessions, all or all but one; return how many."""
    found = UserSession.objects.filter(user=user, ended_at=None).select_related("user")
    others = list(found.exclude(pk=but.pk) if but else found)
    for session in others:
        end(session, why, now=now)
    return len(others)


def of(request: HttpRequest) -> UserSession | None:
    """What the request's cookie stands for, be it ended or not."""
    key = request.session.session_key
    session, kept = signed_in(key, now=timezone.now()) if key else (None, None)
    if kept is not None:
        request.session._session_cache = request.session.decode(kept)  # type: ignore[attr-defined]  # as its load() does
    return session


def proves(request: HttpRequest, user: User) -> bool:
    """Whether the cookie was given to this user, who may sign in and has the password that he had then. What says no
    here may still be right by an older key: Django decides."""
    held = request.session
    signed = constant_time_compare(held.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    return signed and user.is_active and held.get(SESSION_KEY) == str(user.pk)


def checked(session: UserSession, *, now: datetime) -> bool:
    """Whether the session goes on. One that was idle too long ends here and now."""
    if session.ended_at is None and now - session.last_input_at >= idle_after():
        end(session, End.IDLE, now=now)
    return session.ended_at is None


def note_input(session: UserSession, *, now: datetime) -> None:
    """A person did something."""
    if now - session.last_input_at >= INPUT_NOTED_EVERY:
        UserSession.objects.filter(pk=session.pk, last_input_at__lt=now).update(last_input_at=now)
        session.last_input_at = now


@transaction.atomic
def end(session: UserSession, why: End, *, now: datetime) -> None:
    """End a session once, whoever notices first, and let its streams know."""
    if UserSession.objects.filter(pk=session.pk, ended_at=None).update(ended_at=now, end=why):
        act = Act.SIGN_OUT if why == End.SIGNED_OUT else Act.END_SESSION
        record(actor=session.user, action=f"accounts.{act}", row=session.user, changes={"end": why.label})
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(session.pk)])
    session.ended_at, session.end = now, why


def sign_out(request: HttpRequest, *, now: datetime) -> None:
    """Also for somebody whose session has ended already."""
    if session := of(request):
        end(session, End.SIGNED_OUT, now=now)
    logout(request)


def end_idle(*, now: datetime) -> int:
    """End every session that nobody has used for too long; return how many."""
    idle = UserSession.objects.filter(ended_at=None, last_input_at__lte=now - idle_after()).select_related("user")
    sessions = list(idle[:1000])
    for session in sessions:
        end(session, End.IDLE, now=now)
    return len(sessions)
