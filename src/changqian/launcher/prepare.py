"""Brings the database up to date before the processes start; a process of its own, so that `up` stays small."""

from __future__ import annotations

import io
import json
import os
import traceback
from pathlib import Path
from shutil import disk_usage

from changqian.launcher.commands import call, django_ready
from changqian.launcher.errors import DISK_FULL, LauncherError
from changqian.launcher.logs import say

FULL_BYTES = 32 << 20
"With less, the database has stopped by itself: its journal has no room, and whoever asks it only loses the line."

BOOKS = {"PROVINCE": "province_books", "CITY_DATA": "city_data_books"}
"Which command writes down what a simulator knows; `up` starts it under the same prefix."


def prepare(data: Path, *, enterprises: int, handover: Path) -> int:
    """Migrates, loads the reference data, builds the city once, and writes the sign-in links to `handover` as JSON
    `{username: {label, url}}`. A surprise goes to prepare.log with its trace, and onto the console as a sentence."""
    try:
        say("更新数据库结构…")
        call("migrate", "--no-input", "--verbosity", "0")
        say("加载基础数据…")
        call("load_reference")
        if _city_unfinished():
            call("build_city")
        elif enterprises and not _city_exists():
            say(f"首次启动，生成演示城市（{enterprises} 家企业）…")
            call("build_city", "--enterprises", str(enterprises))
        _write_books(data)
        _hand_over(_links(), handover)
    except Exception as error:
        if DISK_FULL in str(error) or disk_usage(data).free < FULL_BYTES:
            raise LauncherError(f"数据目录 {data} 所在磁盘已满，请清理后重新启动。") from error
        if isinstance(error, LauncherError):
            raise
        log = data / "logs" / "prepare.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as out:
            traceback.print_exc(file=out)
        raise LauncherError(f"准备数据时出错（{type(error).__name__}：{error}），详见 {log}。") from error
    return 0


def _city_unfinished() -> bool:
    """Somebody was killed while he built it: it has no indexes and is not shown to anybody."""
    django_ready()
    from django.db import connection

    return "city_part" in connection.introspection.table_names()


def _city_exists() -> bool:
    django_ready()
    from django.apps import apps

    return bool(apps.get_model("enterprises", "Enterprise").objects.exists())


def _write_books(data: Path) -> None:
    """What the simulators of other systems know of this city, once, unless the real systems are there."""
    if not (data / "demonstration").exists():
        return
    for prefix, command in BOOKS.items():
        book = data / "run" / f"{prefix.lower()}.jsonl"
        if not book.exists() and not os.environ.get(f"{prefix}_URL"):
            call(command, str(book))
    recorders = data / "run" / "recorders.json"
    if not recorders.exists():
        call("city_recorders", str(recorders))


def _links() -> dict[str, dict[str, str]]:
    """One-time sign-in links of the cast by username."""
    out = io.StringIO()
    call("sign_in_links", "--json", stdout=out)
    return {
        link["username"]: {"label": f"{link['name']}（{link.get('role_label', '')}）", "url": link["url"]}
        for link in json.loads(out.getvalue())
    }


def _hand_over(links: dict[str, dict[str, str]], file: Path) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(links, out, ensure_ascii=False)
