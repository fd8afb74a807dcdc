from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.rules import TOKEN_LIVES
from changqian.platform.foundation.accounts.services import CAST, issue_token, platform

MOST_DAYS = 366


class Command(BaseCommand):
    help = "为演示人员中担任某角色的用户（或指定账号）生成接口令牌，只打印令牌"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="角色代码或账号，如 officer、city、two_roles")
        parser.add_argument("--days", type=int, default=TOKEN_LIVES.days, help="有效天数（默认 1）")
        parser.add_argument("--name", default="命令行", help="用途")

    def handle(self, *args: object, **options: Any) -> None:
        if not 1 <= options["days"] <= MOST_DAYS:
            raise CommandError(f"有效天数应为1至{MOST_DAYS}")
        role = options["role"].strip().lower()
        user = User.objects.filter(username=role, is_active=True, is_system=False).first() or (
            User.objects.filter(username__in=CAST, assignments__role__code=role, is_active=True).order_by("pk").first()
        )
        if user is None:
            raise CommandError(f"没有账号或演示人员 {role}，可用的有：{'、'.join(known()) or '无'}")
        lives = timedelta(days=options["days"])
        self.stdout.write(
            issue_token(user, actor=platform(), name=options["name"][:100], lives=lives, now=timezone.now())
        )


def known() -> list[str]:
    found = set(User.objects.filter(username__in=CAST, is_active=True).values_list("username", flat=True))
    return [username for username in CAST if username in found]
