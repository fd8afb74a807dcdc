"""500 notice cards (安全风险告知卡) on paper, from reading the risk points to the finished PDF and Word file.

All is built in a transaction that is rolled back: nothing of it is left in the database.
"""

from contextlib import suppress
from time import perf_counter
from typing import Any

from changqian.launcher.bench import Result

CARDS = 500
LIMIT = 60


class Undone(Exception):
    """Ends the transaction without leaving anything behind."""


def run() -> list[Result]:
    from django.core.management import call_command
    from django.db import transaction
    from django.utils import timezone

    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.screens.notice_cards.printing import cards_pdf
    from changqian.platform.screens.notice_cards.reading import print_cards
    from changqian.platform.screens.notice_cards.word import cards_docx

    call_command("migrate", verbosity=0)
    found: list[Result] = []
    with suppress(Undone), transaction.atomic():
        ids = fill()
        for name, on in (("pdf", cards_pdf), ("word", cards_docx)):
            started = perf_counter()
            paper = print_cards(ids, actor=platform(), now=timezone.now(), on=on)
            found.append(Result(f"cards_500_{name}", round(perf_counter() - started, 1), LIMIT, "s"))
            found.append(Result(f"cards_500_{name}_size", round(len(paper) / 1e6, 1), 50, "MB"))
        raise Undone
    return found


def fill() -> list[int]:
    """One firm with so many risk points in force, all that a card can say filled in."""
    from django.utils import timezone

    from changqian.platform.foundation.accounts.services import platform
    from changqian.platform.foundation.enterprises.services import open_site, register_enterprise
    from changqian.platform.foundation.regions.models import Region
    from changqian.platform.foundation.regions.services import load_regions
    from changqian.platform.kernel.codes import uscc_for
    from changqian.platform.safety.risks.services import activate_point, register_point

    load_regions()
    actor, now = platform(), timezone.now()
    town = Region.objects.filter(kind="town").earliest("pk")
    named = {"uscc": uscc_for("19999998"), "name": "常州告知卡基准有限公司", "industry": "C3484"}
    firm = register_enterprise(actor=actor, region=town, **named)
    site = open_site(actor=actor, enterprise=firm, region=town, name="本部厂区")
    words: dict[str, Any] = {
        "kind": "equipment", "method": "direct", "declared_level": "general", "accident_types": ["18", "08", "03"],
        "factors": "铝粉在除尘管道、箱体内沉积，遇火花发生粉尘爆炸；" * 3, "consequences": "人员伤亡",
        "engineering": "湿式除尘，锁气卸灰，火花探测与熄灭，泄爆口朝向安全区；" * 3,
        "management": "每班清扫并记录，动火审批，非防爆工具禁止入内；" * 3,
        "emergency": "立即停机断电，人员从上风口撤离，禁止用水枪直喷积尘；" * 3,
        "responsible_department": "打磨车间", "responsible_name": "王小虎", "supervise_phone": "12350",
        "items": [{"text": "除尘器压差在范围内"}],
    }  # fmt: skip
    made = []
    for number in range(CARDS):
        point = register_point(
            actor=actor, site=site, name=f"打磨工位{number + 1}", location="打磨车间", now=now, **words
        )
        made.append(activate_point(point.pk, actor=actor, expected_version=None, now=now).pk)  # type: ignore[arg-type]
    return made
