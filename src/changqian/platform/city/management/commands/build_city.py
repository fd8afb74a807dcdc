import os
from argparse import ArgumentParser
from time import monotonic

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from changqian.platform.city import ground
from changqian.platform.city.builder import Builder
from changqian.platform.foundation.enterprises.models import Enterprise

FEWEST, MOST_PROCESSES = 10, 4


class Command(BaseCommand):
    help = "生成示范城市；中断后再次运行会接着生成"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--enterprises", type=int, help="企业数，默认2000；接着生成时不必填写")
        parser.add_argument("--seed", type=int, default=320400)
        parser.add_argument(
            "--processes", type=int, default=min(os.cpu_count() or 1, MOST_PROCESSES), help="同时工作的进程数"
        )

    def handle(
        self, *args: object, enterprises: int | None = None, seed: int = 320400, processes: int = 1, **options: object
    ) -> None:
        begun = ground.begun()
        if begun and enterprises not in (None, begun["enterprises"]):
            raise CommandError(
                f"这个数据目录里有一座还没有生成完的城市（{begun['enterprises']} 家企业），"
                "请用相同的企业数接着生成，或者换一个数据目录"
            )
        asked = begun or {"enterprises": enterprises or 2000, "today": timezone.localdate(), "seed": seed}
        if asked["enterprises"] < FEWEST:
            raise CommandError(f"示范城市至少需要{FEWEST}家企业")
        if not begun and Enterprise.objects.exists():
            raise CommandError("数据库中已有企业，示范城市只能建在空库里；请换一个数据目录")
        started = monotonic()

        def say(words: str) -> None:
            self.stdout.write(f"  [{monotonic() - started:5.1f} s] {words}")
            self.stdout.flush()

        if begun:
            say("接着生成上次没有完成的城市")
        Builder(asked["enterprises"], asked["today"], say, seed=asked["seed"], processes=processes).build()
        settings.DATA.mkdir(parents=True, exist_ok=True)
        (settings.DATA / "demonstration").touch()
