"""The limits of signing in that an administrator may set (foundation/parameters)."""

from datetime import timedelta

from changqian.platform.foundation.parameters.services import value


def idle_after() -> timedelta:
    """Without a person's input for so long, a session is over; what a page asks for by itself does not count."""
    return timedelta(minutes=value("accounts.idle_minutes"))


def link_lives() -> timedelta:
    return timedelta(hours=value("accounts.link_hours"))


def sessions_per_user() -> int:
    """A desktop, a phone, a colleague's machine: the oldest one gives way."""
    return int(value("accounts.sessions_per_user"))


def password_days() -> int:
    """How old a password may become."""
    return int(value("accounts.password_days"))


def password_history() -> int:
    """A new password is none of so many, the present one included."""
    return int(value("accounts.password_history"))


def locked_after(*_: object) -> int:
    """Wrong passwords in a row that lock an account; axes calls it with the request (AXES_FAILURE_LIMIT)."""
    return int(value("accounts.locked_after"))


def locked_for(*_: object) -> timedelta:
    """For how long; called by axes with the request (AXES_COOLOFF_TIME)."""
    return timedelta(minutes=value("accounts.locked_minutes"))
