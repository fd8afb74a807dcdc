"""Which database a command talks to: DATABASE_URL, a running embedded server, or one started for the command."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from changqian.launcher.data import in_use, locked, prepare_folder, require_whole
from changqian.launcher.errors import LauncherError
from changqian.launcher.keys import keys_folder, make_keys
from changqian.launcher.postgres import EmbeddedPostgres

SETTINGS_MODULE = "changqian.platform.config.settings"


def outside_url() -> str | None:
    return os.environ.get("DATABASE_URL") or None


def require_reachable(url: str) -> None:
    """Refuses an address nobody answers at; the sentence names the place and never the password."""
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        parts = urlsplit(url)
        place = f"{parts.hostname or '本机'}{f':{parts.port}' if parts.port else ''}{parts.path}"
        raise LauncherError(f"无法连接数据库 {place}（{_cause(str(error))}），请检查 DATABASE_URL。") from error


def _cause(text: str) -> str:
    for sign, cause in (
        ("refused", "连接被拒绝"),
        ("timeout", "连接超时"),
        ("does not exist", "数据库或用户不存在"),
        ("authentication failed", "用户名或密码错误"),
        ("could not translate", "主机名无法解析"),
        ("resolve", "主机名无法解析"),
        ("No such file", "数据库没有运行"),
    ):
        if sign in text:
            return cause
    return text.strip().splitlines()[-1] if text.strip() else "没有回应"


def environment(data: Path, url: str) -> dict[str, str]:
    """What every process of the platform is told; beside a running platform also where that is reached."""
    return {
        **_addresses(data),
        "DJANGO_SETTINGS_MODULE": SETTINGS_MODULE,
        "CHANGQIAN_DATA": str(data),
        "CHANGQIAN_KEYS": str(keys_folder(data)),
        "DATABASE_URL": url,
    }


def note_addresses(data: Path, addresses: dict[str, str]) -> Path:
    """Lets commands beside the running platform print links that lead to it; the file goes with the platform."""
    file = data / "run" / "addresses.json"
    file.write_text(json.dumps(addresses))
    return file


def _addresses(data: Path) -> dict[str, str]:
    try:
        noted = json.loads((data / "run" / "addresses.json").read_text())
    except (OSError, ValueError):
        return {}
    return {name: value for name, value in noted.items() if not os.environ.get(name)}


@contextmanager
def database(data: Path, *, settings: Mapping[str, str] | None = None) -> Iterator[str]:
    """The address for a one-off command; an embedded server that was not running gets `settings` and ends with it."""
    if url := outside_url():
        require_reachable(url)
        make_keys(keys_folder(data))
        yield url
        return
    server = EmbeddedPostgres(data, settings=settings)
    if (running := server.running_url()) and in_use(data):
        yield running
        return
    prepare_folder(data)
    require_whole(data)
    with locked(data):
        server.stop_leftover()
        make_keys(keys_folder(data), data_exists=server.exists)
        with server:
            yield server.create_database("changqian")


def running_database(data: Path) -> str:
    """The address for a long-running process, which starts no server of its own."""
    url = outside_url() or EmbeddedPostgres(data).running_url()
    if url is None:
        raise LauncherError("数据库没有运行：请先运行 changqian up，或设置 DATABASE_URL。")
    require_reachable(url)
    return url
