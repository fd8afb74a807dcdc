from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.audit.services import note


class Command(BaseCommand):
    help = "把一次恢复记入审计（由 changqian restore 调用）"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store", required=True, help="备份目录")
        parser.add_argument("--to", default="", help="恢复到的时间")

    def handle(self, *args: object, **options: Any) -> None:
        changes = {"store": options["store"], "to": options["to"] or "归档末尾"}
        note(actor=platform(), action="audit.restore", about="数据库", changes=changes)
