import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import CAST, issue_link, link_url, platform


class Command(BaseCommand):
    help = "为每个演示人员生成一条一次性登录链接（之前未用的链接随即失效）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", action="append", help="只为这个账号生成，可重复")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: object, **options: Any) -> None:
        wanted = options["user"] or CAST
        users = {user.username: user for user in User.objects.filter(username__in=wanted, is_active=True)}
        links = []
        for username in wanted:
            if (user := users.get(username)) and not user.is_system:
                url = link_url(user, issue_link(user, actor=platform(), now=timezone.now()))
                first = user.assignments.select_related("role").order_by("pk").first()
                role = {"role": first.role.code, "role_label": first.role.name} if first else {}
                links.append({"username": username, "name": user.name, **role, "url": url})
        if options["json"]:
            self.stdout.write(json.dumps(links, ensure_ascii=False))
            return
        for link in links:
            self.stdout.write(f"{link['username']} {link['name']} {link.get('role_label', '')} {link['url']}")
