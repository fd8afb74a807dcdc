from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changqian.platform.foundation.administration.lost_phones import reset_at_the_server
from changqian.platform.kernel.errors import RuleViolation


class Command(BaseCommand):
    help = "重置动态口令：只用于没有另一名管理员能申请或审批的时候，记入审计并通知全部管理员"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("--reason", required=True, help="理由")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            user = reset_at_the_server(options["username"], reason=options["reason"], now=timezone.now())
        except RuleViolation as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.username} {user.name} 的动态口令已重置，下次登录时重新启用")
