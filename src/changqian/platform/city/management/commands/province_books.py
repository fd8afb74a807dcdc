import json
import os
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from changqian.platform.city.reported import firms


class Command(BaseCommand):
    help = "写出省平台模拟器所知的示范城市企业，每行一家"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: object, file: Path, **options: object) -> None:
        partial = file.with_name(f".{file.name}")
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
            for firm in firms():
                out.write(json.dumps(firm, ensure_ascii=False) + "\n")
        partial.replace(file)
