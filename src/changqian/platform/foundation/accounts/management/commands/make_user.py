import sys
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from changqian.platform.foundation.accounts.rules import refuse_granting
from changqian.platform.foundation.accounts.services import (
    create_user,
    issue_link,
    link_url,
    platform,
    set_password,
)
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.errors import RuleViolation


class Command(BaseCommand):
    help = "新建最初的管理员并打印一次性登录链接。例：user zhangsan 张三 --role sysadmin --region 320400"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="账号")
        parser.add_argument("name", help="姓名")
        parser.add_argument("--phone", default="", help="手机号：找回密码、修改密码和统一身份绑定要用")
        parser.add_argument("--role", help="sysadmin、secadmin 或 auditor；每种只在没有在用的时候")
        parser.add_argument("--region", help="区划代码或名称（角色的管辖范围）")
        parser.add_argument("--enterprise", help="统一社会信用代码（角色所属企业）")
        parser.add_argument("--department", help="行业主管部门名称")
        parser.add_argument("--own-only", action="store_true", help="仅本人创建的记录")
        parser.add_argument("--password-stdin", action="store_true", help="从标准输入读取密码")

    def handle(self, *args: object, **options: Any) -> None:
        bounds = {"own_only": options["own_only"], **self._bounds(options)}
        try:
            with transaction.atomic():
                roles = [(options["role"], bounds)] if options["role"] else []
                refuse_granting([code for code, _ in roles], demonstration=settings.DEMONSTRATION)
                user = create_user(
                    actor=platform(),
                    username=options["username"],
                    name=options["name"],
                    phone=options["phone"],
                    roles=roles,
                )
                if options["password_stdin"]:
                    set_password(user, sys.stdin.readline().rstrip("\n"), now=timezone.now())
                secret = issue_link(user, actor=platform(), now=timezone.now())
        except RuleViolation as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{user.username} {user.name} {link_url(user, secret)}")

    def _bounds(self, options: dict[str, Any]) -> dict[str, object]:
        found: dict[str, object] = {}
        if options["region"]:
            regions = Region.objects.filter(code=options["region"]) or Region.objects.filter(name=options["region"])
            found["region"] = self._one(regions, f"区划 {options['region']}")
        if options["enterprise"]:
            rows = apps.get_model("enterprises", "Enterprise").objects.filter(uscc=options["enterprise"], ended_at=None)
            found["enterprise"] = self._one(rows, f"企业 {options['enterprise']}")
        if options["department"]:
            named = apps.get_model("enterprises", "Department").objects.filter(name=options["department"])
            found["department"] = self._one(named, f"部门 {options['department']}")
        return found

    def _one(self, rows: Any, noun: str) -> object:
        found = list(rows[:2])
        if len(found) != 1:
            raise CommandError(f"没有找到{noun}" if not found else f"{noun}不止一个，请用代码指定")
        return found[0]
