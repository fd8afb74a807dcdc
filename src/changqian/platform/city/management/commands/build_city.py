from argparse import ArgumentParser
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from changqian.platform.city.builder import Builder
from changqian.platform.foundation.enterprises.models import Enterprise


class Command(BaseCommand):
    help = "生成示范城市"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enterprises", type=int, default=2000, help="企业数，默认2000")
        parser.add_argument("--seed", type=int, default=320400)

    def handle(self, *args: object, enterprises: int = 2000, seed: int = 320400, **options: object) -> None:
        if enterprises < 10:
            raise CommandError("示范城市至少需要10家企业")
        if Enterprise.objects.exists():
            raise CommandError("数据库中已有企业，示范城市只能建在空库里；请换一个数据目录")
        started = monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"  [{monotonic() - started:5.1f} s] {words}")
            self.stdout.flush()

        Builder(enterprises=enterprises, today=timezone.localdate(), say=say, seed=seed).build()
        settings.DATA.mkdir(parents=True, exist_ok=True)
        (settings.DATA / "demonstration").touch()
