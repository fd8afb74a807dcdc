from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from changqian.platform.city.recorders import write_recorders


class Command(BaseCommand):
    help = "登记示范城市的执法记录仪（已有则不动），并写出模拟器所需的清单"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        count = write_recorders(file, now=timezone.localtime())
        self.stdout.write(f"执法记录仪：{count} 台")
