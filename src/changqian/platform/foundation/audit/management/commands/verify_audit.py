from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changqian.platform.foundation.audit.archives import read, walk_files
from changqian.platform.foundation.audit.heads import exported
from changqian.platform.foundation.audit.models import Entry
from changqian.platform.foundation.audit.services import GENESIS, Broken, head, verify


class Command(BaseCommand):
    help = "核验审计链或一个审计档案：长度、链末摘要，或第一处被改动的地方"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="审计档案；不需要数据库")
        parser.add_argument("--without-heads", action="store_true", help="不与 heads.jsonl 中导出的摘要比对")

    def handle(self, *args: object, **options: Any) -> None:
        if options["file"]:
            self._file(options["file"])
            return
        try:
            length = verify(() if options["without_heads"] else exported(), put_away=walk_files)
        except Broken as error:
            raise CommandError(f"审计链不完整：{error}") from error
        last = head()
        waiting = Entry.objects.filter(seq__isnull=True).count()
        self.stdout.write(f"审计链完整：共 {length} 条，链末摘要 {last.hash if last else GENESIS}，待封存 {waiting} 条")

    def _file(self, file: Path) -> None:
        if not file.is_file():
            raise CommandError(f"没有文件 {file}")
        try:
            told = read(file)
        except Broken as error:
            raise CommandError(f"档案核验不通过：{error}") from error
        self.stdout.write(
            f"档案完整：第{told.from_seq}至{told.to_seq}条，共 {told.count} 条，{told.since} 至 {told.until}，"
            f"{told.made_by} 于 {told.made_at} 导出，链末摘要 {told.hash}"
        )
