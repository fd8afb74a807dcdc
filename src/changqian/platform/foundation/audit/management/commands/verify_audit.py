from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changqian.platform.foundation.audit.heads import exported
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import GENESIS, Broken, head, verify


class Command(BaseCommand):
    help = "核验审计链：长度、链末摘要，或第一处被改动的地方"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-heads", action="store_true", help="不与 heads.jsonl 中导出的摘要比对")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            length = verify(() if options["without_heads"] else exported())
        except Broken as error:
            raise CommandError(f"审计链不完整：{error}") from error
        last = head()
        waiting = Entry.objects.filter(seq__isnull=True).count()
        self.stdout.write(f"审计链完整：共 {length} 条，链末摘要 {last.hash if last else GENESIS}，待封存 {waiting} 条")
