"""What the city's data centre tells of injuries, handed to the ledger row by row; whoever stopped goes on where it was.

A row waits from when its firm is known until the ledger has taken exactly what it says. What the ledger will not take
is a reject with the ledger's own reason, and is tried again each time: a firm may get a site meanwhile.
"""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.province.models import Appraisal
from changqian.platform.commons.province.rules import CITY, Feed
from changqian.platform.commons.province.services import alone_with, refuse_taking, settle_taken
from changqian.platform.foundation.accounts.services import platform
from changqian.platform.foundation.enterprises.models import Site
from changqian.platform.foundation.records.fields import blinds
from changqian.platform.integrations.provincial_risk.services import Origin, pull_all, share
from changqian.platform.integrations.work_injury.client import NOUN, CityData
from changqian.platform.integrations.work_injury.mapping import COLUMNS, as_received, injury_of
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.safety.accidents.services import receive_injury


def join_exchange() -> None:
    """Both feeds come by the batches, rejects and bindings of the province's."""
    origin = Origin(NOUN, "CITY_DATA_URL", CityData, hand_over_now)
    for feed, columns in COLUMNS.items():
        share(feed, columns, origin)


def pull_city(*, today: date, now: datetime) -> str:
    """Both feeds, then what came of them. A feed that broke off does not hold up what the other brought."""
    try:
        said = pull_all(CITY)
    finally:
        handed = hand_over(today=today, now=now)
    return f"{said}，工伤台账收下{handed}条"


def hand_over_now() -> int:
    return hand_over(today=timezone.localdate(), now=timezone.now())


def hand_over(*, today: date, now: datetime) -> int:
    """Let the ledger of injuries take what waits; how many it took. 0 if somebody is at it."""
    with alone_with("handing") as mine:
        if not mine:
            return 0
        waiting = Appraisal.objects.exclude(enterprise=None).exclude(handed=F("digest")).order_by("updated_at", "pk")
        return sum(_hand(pk, today=today, now=now) for pk in list(waiting.values_list("pk", flat=True)))


@transaction.atomic
def _hand(pk: int, *, today: date, now: datetime) -> bool:
    row = Appraisal.objects.select_related("batch", "enterprise").select_for_update(of=("self",)).get(pk=pk)
    try:
        with transaction.atomic():
            receive_injury(
                actor=platform(), site=_site_of(row), today=today, feed_key=row.source_id, **injury_of(row)
            )  # fmt: skip
    except (RuleViolation, ValidationError) as error:
        refuse_taking(row, str(error), as_received(row))
        return False
    Appraisal.objects.filter(pk=pk).update(handed=row.digest)
    settle_taken(Feed.APPRAISALS, row.source_id, now=now)
    return True


def _site_of(row: Appraisal) -> Site:
    """Where the firm says the person works; else the site it is registered at. RuleViolation if it has none."""
    if row.id_number:
        known = Person.objects.current().filter(enterprise=row.enterprise_id, id_number_index__in=blinds(row.id_number))
        if (person := known.exclude(site=None).select_related("site").order_by("left_on").first()) and person.site:
            return person.site
    sites = Site.objects.current().filter(enterprise=row.enterprise_id).order_by("-is_registered", "pk")
    if site := sites.first():
        return site
    raise RuleViolation("该企业在本市没有在用的场所，登记场所后会自动收下")
