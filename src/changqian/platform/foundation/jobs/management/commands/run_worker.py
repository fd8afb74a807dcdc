"""The worker: tasks from the queue in the main thread's loop, each loop of the platform in a thread of its own."""

import asyncio
import threading
from typing import Any

import structlog
from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone
from procrastinate.contrib.django import app

from changqian.platform.foundation.jobs.services import REGISTRY, Loop, trigger

log = structlog.get_logger("changqian.worker")
LONGEST_WAIT = 30.0


class Command(BaseCommand):
    help = "执行后台任务，直到被要求停止"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--concurrency", type=int, default=4, help="同时执行的任务数")
        parser.add_argument("--once", action="store_true", help="把现在能做的做完就结束")

    def handle(self, *args: object, **options: Any) -> None:
        app.perform_import_paths()
        trigger(now=timezone.localtime())
        connection.close()
        if options["once"]:
            work(concurrency=options["concurrency"], wait=False)
            for each in REGISTRY.loops.values():
                while each.run():
                    pass
            return
        stopping = threading.Event()
        threads = [
            threading.Thread(target=keep_running, args=(each, stopping), name=each.name)
            for each in REGISTRY.loops.values()
        ]
        for thread in threads:
            thread.start()
        try:
            work(concurrency=options["concurrency"], wait=True)
        finally:
            stopping.set()
            for thread in threads:
                thread.join()


def work(*, concurrency: int, wait: bool) -> None:
    """Take tasks from the queue; with `wait` until SIGTERM or SIGINT, which lets those begun finish for 8 seconds."""

    async def run() -> None:
        await app.run_worker_async(
            concurrency=concurrency, wait=wait, delete_jobs="successful", shutdown_graceful_timeout=8
        )

    connector: Any = app.connector
    with app.replace_connector(connector.get_worker_connector()):
        asyncio.run(_opened(run))


async def _opened(run: Any) -> None:
    async with app.open_async():
        await run()


def keep_running(each: Loop, stopping: threading.Event) -> None:
    """Run one loop until told to stop. What fails is logged and tried again, ever more patiently."""
    failures = 0
    while not stopping.wait(min(each.seconds * 2**failures, LONGEST_WAIT)):
        close_old_connections()
        try:
            while each.run() and not stopping.is_set():
                pass
            failures = 0
        except Exception as error:
            failures += 1
            if isinstance(error, DatabaseError):
                connection.close()
            log.exception("loop failed", loop=each.name, failures=failures)
    connection.close()
