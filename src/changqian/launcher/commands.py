"""Calls the platform's own Django commands; what they refuse is a sentence of theirs."""

from __future__ import annotations

from typing import IO

from changqian.launcher.errors import LauncherError


def django_ready() -> None:
    """Django with the settings of the environment; a second call does nothing."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise LauncherError(f"配置不完整：{error}。") from error


def call(name: str, *arguments: str, stdout: IO[str] | None = None) -> None:
    """Runs one Django command; its refusals and a lost database come out as one sentence."""
    from django.core.management import CommandError, call_command
    from django.db import OperationalError

    django_ready()
    try:
        call_command(name, *arguments, **({"stdout": stdout} if stdout else {}))
    except CommandError as error:
        raise LauncherError(str(error)) from error
    except OperationalError as error:
        raise LauncherError(f"数据库连接中断（{str(error).strip().splitlines()[0]}），请稍后重试。") from error
