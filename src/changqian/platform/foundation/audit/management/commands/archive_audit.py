from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changqian.platform.foundation.audit.archives import folder, put_away
from changqian.platform.foundation.audit.services import Broken
from changqian.platform.kernel.errors import RuleViolation


class Command(BaseCommand):
    help = "把半年以前的审计记录移入签名档案，链仍可核验"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--before", type=date.fromisoformat, required=True, help="这一天之前的，如 2026-05-01")

    def handle(self, *args: object, **options: Any) -> None:
        platform = get_user_model()._default_manager.filter(is_system=True).first()
        if platform is None:
            raise CommandError("还没有数据")
        try:
            made = put_away(options["before"], actor=platform, today=timezone.localdate(), now=timezone.now())
        except (RuleViolation, Broken) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"已归档第{made.from_seq}至{made.to_seq}条：{folder() / made.file}，请把它一并备份")
