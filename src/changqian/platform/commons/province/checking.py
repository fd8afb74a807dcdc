"""Our certificates of special operation beside the province's: told, never overwritten."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from changqian.platform.commons.people.models import Certificate, Person
from changqian.platform.commons.people.rules import CertificateKind
from changqian.platform.commons.province.models import OperatorCertificate
from changqian.platform.commons.province.rules import Card, Difference, Verdict, counterpart, differences
from changqian.platform.foundation.records.fields import blinds


@dataclass(frozen=True, slots=True)
class Checked:
    """One certificate, by the person who holds it; without a number of ours, one that the firm has not entered."""

    person: int
    person_name: str
    certificate: int | None
    category: str
    valid_to: date | None
    verdict: Verdict
    differences: Sequence[Difference] = field(default_factory=list)


def checked(people: Sequence[Person]) -> list[Checked]:
    """All certificates of special operation of these people, ours and the province's; two queries."""
    ours = defaultdict(list)
    wanted = Certificate.objects.filter(person__in=people, kind=CertificateKind.SPECIAL_OPERATION)
    for row in wanted.current().order_by("pk"):
        ours[row.person_id].append(row)
    indexes = {index: each.pk for each in people if each.id_number for index in blinds(each.id_number)}
    theirs = defaultdict(list)
    for found in OperatorCertificate.objects.filter(id_number_index__in=indexes).order_by("pk"):
        theirs[indexes[found.id_number_index]].append(found)
    return [line for each in people for line in _of(each, ours[each.pk], theirs[each.pk])]


def _of(person: Person, ours: Sequence[Certificate], theirs: Sequence[OperatorCertificate]) -> list[Checked]:
    left = list(theirs)
    found = []
    for row in ours:
        card = Card(person.name, row.category, "", row.issuer, row.valid_from, row.valid_to)
        place = counterpart(card, [_card(each) for each in left])
        if place is None:
            verdict, told = Verdict.MISSING, []
        else:
            told = differences(card, _card(left.pop(place)))
            verdict = Verdict.DIFFERS if told else Verdict.CONFIRMED
        found.append(Checked(person.pk, person.name, row.pk, row.category, row.valid_to, verdict, told))
    for each in left:
        what = f"{each.category}/{each.item}" if each.item else each.category
        found.append(Checked(person.pk, person.name, None, what, each.valid_to, Verdict.UNREGISTERED))
    return found


def _card(row: OperatorCertificate) -> Card:
    return Card(row.name, row.category, row.item, row.issuer, row.valid_from, row.valid_to)
