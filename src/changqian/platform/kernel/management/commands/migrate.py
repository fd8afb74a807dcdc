from argparse import ArgumentParser
from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from changqian.platform.kernel.postgres.tables import fill


class Command(migrate.Command):
    """Django's, which an empty database spares the way through all the steps that lead to today's tables."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)  # type: ignore[arg-type]
        parser.add_argument("--step-by-step", action="store_true", help="空数据库也逐个执行迁移，不用现成的表结构")

    def handle(self, *args: Any, **options: Any) -> None:
        step_by_step = options.pop("step_by_step", False)
        if not (step_by_step or options["app_label"] or options["plan"] or options["check_unapplied"]):
            fill(connections[options["database"]])
        super().handle(*args, **options)
