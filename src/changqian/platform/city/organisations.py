"""The safety organisations of the demonstration city: what firms of their size have, led by the people they have."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.commons.people.models import Person
from changqian.platform.foundation.accounts.models import User
from changqian.platform.safety.organisation.models import SafetyOrganisation
from changqian.platform.safety.organisation.rules import Grade, Kind

SMALL = 30
"Below that a firm has a group for safety and nothing else."
HALLS = ("一车间", "二车间", "三车间")
DUTIES = {
    Kind.COMMITTEE: "研究部署、指导协调本企业安全生产工作，每季度至少召开一次会议。",
    Kind.SAFETY: "拟订安全生产规章制度和操作规程，组织教育培训、检查和隐患治理，督促落实整改措施。",
}


def organisations_of(
    firm: Firm, staff: Sequence[Person], author: User, *, number: int, today: date
) -> Iterator[SafetyOrganisation]:
    """Without chance: what later blocks draw stays what it was. Every seventh hall has lost its head."""
    principal, officer, worker, leader = staff[:4]
    size = firm.enterprise.staff_count
    since = today - timedelta(days=400 + number % 2000)

    def organisation(
        name: str, kind: Kind, grade: Grade, above: SafetyOrganisation | None, head: Person | None, *members: Person
    ) -> SafetyOrganisation:
        site = firm.sites[0]
        located = kind == Kind.SAFETY and site.lon is not None
        return draft(
            SafetyOrganisation,
            created_by=author,
            enterprise=firm.enterprise,
            name=name,
            kind=kind.value,
            grade=grade.value,
            parent=above,
            head=head,
            members=[each.pk for each in members],
            established_on=since,
            duties=DUTIES.get(kind, ""),
            address=f"{site.address}办公楼二层" if located else "",
            lon=site.lon if located else None,
            lat=site.lat if located else None,
        )

    board = "安全生产委员会" if size >= 100 else "安全生产领导小组"
    top = organisation(board, Kind.COMMITTEE, Grade.COMPANY, None, principal, principal, officer, leader)
    yield top
    if size < SMALL:
        return
    yield organisation("安环部", Kind.SAFETY, Grade.COMPANY, top, officer, officer)
    made = organisation("生产部", Kind.DEPARTMENT, Grade.COMPANY, top, principal, leader)
    yield made
    for n, name in enumerate(HALLS[: 1 + (size >= 100) + (size >= 200)]):
        hall = organisation(name, Kind.WORKSHOP, Grade.WORKSHOP, made, leader if (number + n) % 7 else None, leader)
        yield hall
        if n == 0:
            yield organisation("甲班", Kind.TEAM, Grade.TEAM, hall, leader, worker)
            if size >= 100:
                yield organisation("乙班", Kind.TEAM, Grade.TEAM, hall, worker, worker)
