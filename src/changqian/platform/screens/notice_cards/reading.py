"""Notice cards and the board at the gate, from what was approved: a change under way changes no card."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from changqian.platform.commons.codes.services import live_code, live_codes
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.ledgerkit.exports.services import note_print
from changqian.platform.ledgerkit.ledgers import may
from changqian.platform.safety.risks.models import RiskPoint
from changqian.platform.safety.risks.rules import IN_FORCE, SUBJECT
from changqian.platform.safety.risks.services import accident_names, make_cards, refuse_idle, versions_in_force
from changqian.platform.screens.notice_cards.printing import cards_pdf, poster_pdf

VIEW, MAKE = "risks.view", "risks.make_cards"
CARDS_AT_ONCE = 500


def printable_points(ids: Collection[int], *, actor: User) -> list[RiskPoint]:
    """These risk points in this order. DoesNotExist if one is out of reach, RuleViolation if one is not in force."""
    seen = RiskPoint.objects.within(actor, VIEW).current().filter(pk__in=ids)
    found = {point.pk: point for point in seen.select_related("enterprise", "site")}
    if found.keys() != set(ids):
        raise RiskPoint.DoesNotExist
    refuse_idle(found.values())
    return [found[pk] for pk in dict.fromkeys(ids)]


def print_cards(ids: Collection[int], *, actor: User, now: datetime, on: Callable[..., bytes] = cards_pdf) -> bytes:
    """A card a page, `on` PDF or Word. Whoever keeps a point hangs its card up: the responsible person's phone stands
    on his, and it is kept which version he has made; anybody else only reads.
    """
    points = printable_points(ids, actor=actor)
    versions, codes = versions_in_force(points), live_codes(SUBJECT, ids)
    mine = RiskPoint.objects.within(actor, MAKE) if may(actor, MAKE) else RiskPoint.objects.none()
    kept = set(mine.filter(pk__in=ids).values_list("pk", flat=True))
    cards = [
        (point, versions[point.pk], codes.get(point.pk), point.responsible_phone if point.pk in kept else "")
        for point in points
    ]
    paper = on(cards, names=accident_names(), now=now)
    with transaction.atomic():
        if kept:
            make_cards([versions[pk] for pk in kept], actor=actor, now=now)
        note_print(points, actor=actor, what="安全风险告知卡")
    return paper


def board_site(pk: int, *, actor: User) -> Site:
    """The site whose board may be printed; DoesNotExist out of reach, RuleViolation without a risk in force."""
    site: Site = Site.objects.within(actor, VIEW).current().select_related("enterprise").get(pk=pk)
    if not _standing(site).exists():
        raise RuleViolation("该场所还没有生效的风险点，登记并启用后再打印公告栏", field="site")
    return site


def print_board(pk: int, *, actor: User, now: datetime) -> bytes:
    """All risks in force at a site, the highest first."""
    site = board_site(pk, actor=actor)
    versions = list(versions_in_force(_standing(site)).values())
    pdf = poster_pdf(site, versions, live_code(site.pk, "", 0), names=accident_names(), now=now)
    note_print([site], actor=actor, what="安全风险公告栏")
    return pdf


def _standing(site: Site) -> Any:
    return RiskPoint.objects.current().filter(site=site, status__in=IN_FORCE)
