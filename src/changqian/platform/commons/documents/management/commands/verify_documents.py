"""Whether an archive package that was given back is as it was made."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from changqian.platform.commons.documents.packages import faults_of


class Command(BaseCommand):
    help = "Verify an archive package of documents"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("package", type=Path)

    def handle(self, *args: Any, package: Path, **options: Any) -> None:
        with package.open("rb") as file:
            faults = faults_of(file)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("档案包完整，签名有效")
