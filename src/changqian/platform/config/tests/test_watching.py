"""Health, numbers and logs."""

import json
import logging
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError
from django.test import Client

from changqian.launcher.backups.taking import note
from changqian.platform.config import logs
from changqian.platform.config.counters import share_metrics
from changqian.platform.config.middleware import address
from changqian.platform.foundation.audit.services import record


@pytest.mark.django_db
def test_healthy_means_that_the_database_answers(monkeypatch):
    assert Client().get("/healthz").json() == {"status": "ok"}

    def gone():
        raise DatabaseError

    monkeypatch.setattr("changqian.platform.config.health.connection.cursor", gone)
    said = Client().get("/healthz")
    assert (said.status_code, said.json()["detail"]) == (503, "数据库没有回应")


def test_the_numbers_tell_what_was_answered_and_what_waits(cast):
    record(actor=cast.platform, action="accounts.create", row=cast.officer, changes={})
    Client().get("/api/hazards/12/")
    said = Client().get("/metrics").content.decode()
    assert 'changqian_requests_total{method="GET",route="/api/hazards/(?P<pk>' in said
    assert "changqian_request_seconds_bucket" in said
    waiting = next(line for line in said.splitlines() if line.startswith("changqian_audit_unsealed "))
    assert float(waiting.split()[1]) > 0


@pytest.mark.django_db
def test_the_numbers_tell_when_was_backed_up_last(tmp_path, settings):
    settings.DATA = tmp_path
    assert "changqian_backup_timestamp_seconds{" not in Client().get("/metrics").content.decode()
    note(tmp_path, base=datetime(2026, 11, 26, tzinfo=UTC))
    note(tmp_path, archive=datetime(2026, 11, 27, tzinfo=UTC))
    said = Client().get("/metrics").content.decode()
    assert 'changqian_backup_timestamp_seconds{kind="base"} 1.7956512e+09' in said
    assert 'changqian_backup_timestamp_seconds{kind="archive"} 1.7957376e+09' in said
    assert "changqian_data_free_bytes" in said


@pytest.mark.django_db
def test_the_numbers_are_for_this_machine_or_for_whoever_has_the_token(settings):
    outside = Client(REMOTE_ADDR="10.1.2.3")
    assert outside.get("/metrics").status_code == 403
    assert Client(HTTP_X_FORWARDED_FOR="10.1.2.3").get("/metrics").status_code == 403
    assert outside.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code == 403
    settings.METRICS_TOKEN = "geheim"
    assert outside.get("/metrics", HTTP_AUTHORIZATION="Bearer geheim").status_code == 200
    assert outside.get("/metrics", HTTP_AUTHORIZATION="Bearer falsch").status_code == 403


def test_counters_of_dead_processes_are_swept_and_of_living_ones_kept(tmp_path, monkeypatch):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    for name in (f"counter_{dead.pid}.db", f"counter_{os.getpid()}.db", "counter_1.db"):
        (tmp_path / name).touch()
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    share_metrics(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {f"counter_{os.getpid()}.db", "counter_1.db"}
    assert os.environ["PROMETHEUS_MULTIPROC_DIR"] == str(tmp_path)


@pytest.mark.parametrize(
    ("given", "logged"),
    [
        ({"password": "Hutang#2026"}, {"password": "***"}),
        ({"contact_phone": "13861000001"}, {"contact_phone": "***"}),
        ({"id_number": "320411199001011234"}, {"id_number": "***"}),
        ({"X-Authorization": "Bearer abc"}, {"X-Authorization": "***"}),
        ({"event": "电话13861000001无人接听"}, {"event": "电话138****0001无人接听"}),
        ({"event": "身份证32041119900101123X有误"}, {"event": "身份证320411********123X有误"}),
        ({"event": "GET /events?ticket=abc.def&after=3"}, {"event": "GET /events?ticket=***&after=3"}),
        ({"event": "/sign-in?link=abc"}, {"event": "/sign-in?link=***"}),
        (
            {"inner": {"new_password": "x", "list": ["13861000001"]}},
            {"inner": {"new_password": "***", "list": ["138****0001"]}},
        ),
        ({"event": "编号20260316000012345678"}, {"event": "编号20260316000012345678"}),
        ({"count": 3, "ok": None}, {"count": 3, "ok": None}),
    ],
)
def test_what_must_not_be_in_a_log_is_not(given, logged):
    assert logs.redact(None, "info", dict(given)) == logged


def test_a_log_line_is_json_in_chinese(capsys):
    settings = logs.logging_settings("INFO")
    formatter = settings["formatters"]["json"]
    made = formatter["()"](**{name: value for name, value in formatter.items() if name != "()"})
    line = made.format(logging.LogRecord("changqian", logging.ERROR, "x.py", 1, "登录 %s 失败", ("13861000001",), None))
    said = json.loads(line)
    assert said["event"] == "登录 138****0001 失败"
    assert "登录" in line
    assert (said["level"], said["logger"]) == ("error", "changqian")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "6.6.6.6", "127.0.0.1"),
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "made-up, 6.6.6.6", "6.6.6.6"),
        (2, "made-up, 6.6.6.6, 10.0.0.1", "6.6.6.6"),
        (2, "6.6.6.6", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_a_proxy_of_ours_has_seen(rf, settings, proxies, forwarded, seen):
    settings.PROXIES = proxies
    assert address(rf.get("/", HTTP_X_FORWARDED_FOR=forwarded)) == seen
