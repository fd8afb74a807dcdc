import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.rules import Datum, Fate
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.screens.takeover.history import BATCH, Report, migrate, read, roll_back, run_of


class Command(BaseCommand):
    help = "迁移旧系统的企业库（一企一址）：同一信用代码的多行成为一家企业的多个场所；可试运行、续跑、按批次撤销"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help="CSV 或 Excel 文件")
        parser.add_argument("--system", default="旧平台", help="来源系统名称（默认 旧平台）")
        parser.add_argument("--datum", choices=Datum.values, default=Datum.CGCS2000, help="没有坐标系一列时按此换算")
        parser.add_argument("--run", help="批次名称（默认由文件名和内容得出，同一文件再次运行即续跑）")
        parser.add_argument("--dry-run", action="store_true", help="试运行：只出报告，不写入")
        parser.add_argument("--skip-doubtful", action="store_true", help="有疑问的行先不迁移，留待核对")
        parser.add_argument("--batch", type=int, default=BATCH, help=f"每个事务大约的行数（默认 {BATCH}）")
        parser.add_argument("--report", type=Path, help="报告的目录（默认与文件同一目录）")
        parser.add_argument("--undo", metavar="RUN", help="撤销这一批次，恢复到迁移之前")
        parser.add_argument("--reason", default="撤销历史迁移", help="撤销原因")
        parser.add_argument("--as", dest="username", help="以哪个账号的名义办理（默认 平台）")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            if options["undo"]:
                count = roll_back(options["undo"], actor=_actor(options), reason=options["reason"])
                self.stdout.write(f"已撤销 {options['undo']}，共 {count} 个事务批次")
            elif options["file"]:
                self._migrate(options["file"], options)
            else:
                raise CommandError("请给出文件，或用 --undo 指定要撤销的批次")
        except (RuleViolation, OSError) as error:
            raise CommandError(str(error)) from error

    def _migrate(self, file: Path, options: dict[str, Any]) -> None:
        lines, heads = read(file.read_bytes(), name=file.name, datum=options["datum"])
        report = migrate(
            lines,
            actor=_actor(options),
            system=options["system"],
            run=options["run"] or run_of(file),
            trial=options["dry_run"],
            skip_doubtful=options["skip_doubtful"],
            batch=max(options["batch"], 1),
        )
        report.heads = heads
        self.stdout.write(f"{'试运行' if options['dry_run'] else '批次'} {report.run}，共 {len(lines)} 行")
        for label, count in report.counts().items():
            self.stdout.write(f"  {label}：{count}")
        folder = options["report"] or file.parent
        for path in _written(report, folder, file.stem):
            self.stdout.write(f"  {path}")


def _actor(options: dict[str, Any]) -> User:
    if not options["username"]:
        return platform()
    found = User.objects.filter(username=options["username"]).first()
    if found is None:
        raise CommandError(f"没有账号 {options['username']}")
    return found


def _written(report: Report, folder: Path, stem: str) -> list[Path]:
    """The whole report, and apart the rows that have to be corrected and given again."""
    paths = [folder / f"{stem}.迁移报告.csv", folder / f"{stem}.未迁移.csv"]
    for path, fates in zip(paths, ((), (Fate.REFUSED, Fate.DOUBTFUL)), strict=True):
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows(report.table(*fates))
    return paths
