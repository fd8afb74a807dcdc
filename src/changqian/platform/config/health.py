"""For those who watch the platform: /healthz says whether it works, /metrics how much."""

import json
import os
import shutil
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from changqian.platform.kernel.crypto import same

REQUESTS = Counter("changqian_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram(
    "changqian_request_seconds",
    "Seconds until the answer.",
    ["route"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30),
)


def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503: for the launcher, a load balancer, a monitor."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "unavailable", "detail": "数据库没有回应"}, status=503)
    return JsonResponse({"status": "ok"})


def metrics(request: HttpRequest) -> HttpResponse:
    """For this machine, or for whoever shows METRICS_TOKEN."""
    if not (_local(request) or _shows_token(request)):
        return HttpResponse(status=403)
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)
    else:
        registry.register(_Of(REGISTRY))
    registry.register(Waiting())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _local(request: HttpRequest) -> bool:
    """A request a proxy passed on comes from loopback too, but not from this machine."""
    return request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1") and "X-Forwarded-For" not in request.headers


def _shows_token(request: HttpRequest) -> bool:
    expected = settings.METRICS_TOKEN
    return bool(expected) and same(request.headers.get("Authorization", ""), f"Bearer {expected}")


class _Of(Collector):
    def __init__(self, registry: CollectorRegistry) -> None:
        self.registry = registry

    def collect(self) -> Iterator:
        return iter(self.registry.collect())


class Waiting(Collector):
    """What waits to be done, counted when asked: entries to seal, facts to recompute, tasks by state."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        for name, help, model, filters in (
            ("changqian_audit_unsealed", "Audit entries not yet chained.", "audit.Entry", {"seq": None}),
            ("changqian_marks", "Statistics keys out of date.", "ledgerkit.Mark", {}),
            ("changqian_sessions", "Signed-in browsers.", "accounts.UserSession", {"ended_at": None}),
        ):
            yield GaugeMetricFamily(name, help, value=apps.get_model(model).objects.filter(**filters).count())
        tasks = GaugeMetricFamily("changqian_tasks", "Background tasks by state.", labels=["status"])
        with connection.cursor() as cursor:
            cursor.execute("SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status")
            for status, count in cursor.fetchall():
                tasks.add_metric([status], count)
        yield tasks
        free = shutil.disk_usage(settings.DATA).free
        yield GaugeMetricFamily("changqian_data_free_bytes", "Free on the disk of the data folder.", value=free)
        about = "When a base was complete, and the archive up to date."
        backups = GaugeMetricFamily("changqian_backup_timestamp_seconds", about, labels=["kind"])
        for kind, moment in _backups().items():
            backups.add_metric([kind], moment)
        yield backups


def _backups() -> dict[str, float]:
    """As `changqian backup` and `changqian archive` note it; nothing where nobody backs up."""
    try:
        noted: dict[str, float] = json.loads((settings.DATA / "backup.json").read_text())
    except (OSError, ValueError):
        return {}
    return noted
