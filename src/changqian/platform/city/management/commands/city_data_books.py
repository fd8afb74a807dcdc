from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand
from django.utils import timezone

from changqian.platform.city.insured import firms
from changqian.platform.city.reported import write_lines


class Command(BaseCommand):
    help = "写出市大数据中心模拟器所知的工伤鉴定和社保缴费，每行一家企业"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        write_lines(file, firms(today=timezone.localdate()))
