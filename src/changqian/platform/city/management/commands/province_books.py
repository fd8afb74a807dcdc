from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from changqian.platform.city.reported import firms, write_lines


class Command(BaseCommand):
    help = "写出省平台模拟器所知的示范城市企业，每行一家"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        write_lines(file, firms())
