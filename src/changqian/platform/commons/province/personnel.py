"""The people of a firm as the province names them, beside those it has entered; what is in doubt is decided by people.

Nothing of the province's is overwritten, and nothing of ours without somebody who says so (ES01.3).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.services import add_person, edit_person
from changqian.platform.commons.province.models import PersonMatch, ProvincialPerson
from changqian.platform.commons.province.rules import ROLES, Match, Ours, Pair, Personnel, Theirs, paired, role_of
from changqian.platform.commons.province.services import MATCH_PERSON
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.records.fields import blinds
from changqian.platform.foundation.records.services import create
from changqian.platform.kernel import masking
from changqian.platform.kernel.errors import RuleViolation


@dataclass(frozen=True, slots=True)
class Beside:
    """One line of the comparison; numbers are masked."""

    shared: Annotated[int | None, "省系统人员"]
    person: Annotated[int | None, "本企业人员"]
    kind: Annotated[Personnel, "人员类别"]
    match: Annotated[Match, "核对结果"]
    why: Annotated[str, "说明"]
    their_name: Annotated[str, "省系统姓名"]
    their_number: Annotated[str, "省系统身份证号"]
    full_time: Annotated[bool | None, "专职"]
    valid_to: Annotated[date | None, "证书有效期截止"]
    our_name: Annotated[str, "本企业姓名"]
    our_number: Annotated[str, "本企业身份证号"]
    our_post: Annotated[str, "本企业岗位"]
    decided: Annotated[bool, "人工核对过"]


def beside(enterprise: int) -> list[Beside]:
    """Everybody of the four kinds of a firm, as both name them; three queries."""
    shared, people = _shared(enterprise), _people(enterprise)
    decided = _decided(shared)
    numbers = {each.id_number_index for each in people if each.id_number_index}
    pairs = paired([_ours(each) for each in people], [_theirs(each, numbers) for each in shared], decided)
    theirs, ours = {each.pk: each for each in shared}, {each.pk: each for each in people}
    return [_told(pair, theirs.get(pair.theirs or 0), ours.get(pair.ours or 0), decided) for pair in pairs]


def doubtful(rows: QuerySet[ProvincialPerson]) -> QuerySet[ProvincialPerson]:
    """Those of whom a firm has somebody of that name, nobody with that number, and nobody has said who it is."""
    staff = Person.objects.current().filter(enterprise=OuterRef("enterprise"), left_on=None)
    return rows.filter(
        ~Exists(PersonMatch.objects.current().filter(shared=OuterRef("pk"))),
        ~Exists(staff.filter(id_number_index=OuterRef("id_number_index"))),
        Exists(staff.filter(name=OuterRef("name"))),
    )


@transaction.atomic
def decide_person(
    *, actor: User, enterprise: Enterprise, shared: int, person: int | None = None, reason: str = ""
) -> PersonMatch:
    """Who he is among the people of the firm; None: none of them. It holds for all rows in which the province names
    him, and does not change what either side says of him."""
    row = ProvincialPerson.objects.within(actor, MATCH_PERSON).get(pk=shared, enterprise=enterprise)
    one = Person.objects.current().filter(enterprise=enterprise, left_on=None, pk=person or 0).first()
    if person and one is None:
        raise RuleViolation("请选择本企业的在册人员", field="person")
    same = _shared(enterprise.pk).filter(id_number_index=row.id_number_index)
    open_ones = same.exclude(pk__in=PersonMatch.objects.current().values("shared"))
    said: dict[str, Any] = {"enterprise": enterprise, "person": one, "reason": reason.strip()}
    made = [create(PersonMatch, actor=actor, action=MATCH_PERSON, shared=each, **said) for each in open_ones]
    if not made:
        raise RuleViolation("此人已核对")
    return made[0]


@transaction.atomic
def adopt_person(*, actor: User, enterprise: Enterprise, shared: int, today: date) -> Person:
    """Enter in the people ledger what the province says: somebody new, or the role and the number that are missing.

    RuleViolation while it is in doubt who he is, or where nothing is missing.
    """
    row = ProvincialPerson.objects.within(actor, MATCH_PERSON).get(pk=shared, enterprise=enterprise)
    line = next(each for each in beside(enterprise.pk) if each.shared == row.pk)
    role = role_of(Personnel(row.kind), row.full_time)
    if line.match == Match.DOUBTFUL:
        raise RuleViolation(f"{line.why}，请先核对是不是同一人")
    if line.match == Match.UNREGISTERED:
        given = {"name": row.name, "id_number": row.id_number, "roles": [role]}
        return add_person(actor=actor, enterprise=enterprise, today=today, **given)
    known = Person.objects.get(pk=line.person or 0)
    missing: dict[str, Any] = {} if known.id_number else {"id_number": row.id_number}
    if not set(known.roles).intersection(ROLES[Personnel(row.kind)]):
        missing["roles"] = [*known.roles, role]
    if not missing:
        raise RuleViolation("本企业已经登记，没有需要补充的内容")
    return edit_person(known.pk, actor=actor, expected_version=None, today=today, **missing)


def _shared(enterprise: int) -> QuerySet[ProvincialPerson]:
    return ProvincialPerson.objects.filter(enterprise=enterprise).order_by("kind", "pk")


def _people(enterprise: int) -> list[Person]:
    return list(Person.objects.current().filter(enterprise=enterprise, left_on=None).order_by("pk"))


def _decided(shared: QuerySet[ProvincialPerson]) -> dict[int, int | None]:
    rows = PersonMatch.objects.current().filter(shared__in=shared)
    return dict(rows.values_list("shared", "person"))


def _ours(person: Person) -> Ours:
    return Ours(person.pk, person.name, person.id_number_index, frozenset(person.roles))


def _theirs(row: ProvincialPerson, known: Collection[str]) -> Theirs:
    """While keys are turned ours may lie under the older index: then his number is told as ours lies. `known` are the
    indexes of ours."""
    number = row.id_number_index
    if number not in known:
        number = next((each for each in blinds(row.id_number) if each in known), number)
    return Theirs(row.pk, row.name, number, Personnel(row.kind))


def _told(pair: Pair, shared: ProvincialPerson | None, person: Person | None, decided: dict[int, int | None]) -> Beside:
    assert pair.kind is not None, "every pair is of a kind"
    return Beside(
        shared=pair.theirs,
        person=pair.ours,
        kind=pair.kind,
        match=pair.match,
        why=pair.why,
        their_name=shared.name if shared else "",
        their_number=masking.id_number(shared.id_number) if shared else "",
        full_time=shared.full_time if shared else None,
        valid_to=shared.valid_to if shared else None,
        our_name=person.name if person else "",
        our_number=masking.id_number(person.id_number) if person and person.id_number else "",
        our_post=person.post if person else "",
        decided=pair.theirs in decided,
    )
