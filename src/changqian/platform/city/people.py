"""Users and staff of the demonstration city. Nobody here has a password: the cast signs in by one-time links."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from changqian.platform.city import names
from changqian.platform.city.copying import draft
from changqian.platform.city.firms import Firm
from changqian.platform.city.points import Staff
from changqian.platform.commons.joining.models import Membership
from changqian.platform.commons.joining.rules import How
from changqian.platform.commons.people.models import Person
from changqian.platform.commons.people.rules import Role as Post
from changqian.platform.foundation.accounts.models import Assignment, Role, User
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.codes import id_for
from changqian.platform.kernel.sealed import blind


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: who signs in to see the platform from his side."""

    username: str
    name: str
    role: str
    where: str
    "firm, rival, or the name of a region."


HOME_FIRM = "常州湖塘机械厂有限公司"
RIVAL_FIRM = "常州青龙纺织有限公司"
HOME_TOWN, RIVAL_TOWN = "湖塘镇", "青龙街道"
CAST = (
    Member("officer", "陈安全", "officer", "firm"),
    Member("principal", "周立新", "principal", "firm"),
    Member("worker", "王小虎", "worker", "firm"),
    Member("town", "湖塘镇安监员", "town", HOME_TOWN),
    Member("district", "武进区应急局", "district", "武进区"),
    Member("city", "市应急局", "city", "常州市"),
    Member("rival", "钱青", "officer", "rival"),
    Member("two_roles", "钱兼职", "officer", "rival"),
    Member("expert", "专家组长", "expert", "常州市"),
    Member("auditor", "安全审计员", "auditor", "常州市"),
    Member("sysadmin", "系统管理员", "sysadmin", "常州市"),
    Member("secadmin", "安全保密管理员", "secadmin", "常州市"),
)
TWO_ROLES_ALSO = ("district", "武进区")
"`two_roles` edits in the rival firm and supervises 武进区: rights that must never add up."

POSTS, OTHERS = 4, (6, 19)
"Those whom the ledgers name, and how many more a firm has entered."
TRADES_OF_WORKERS = ("操作工", "装配工", "维修工", "仓管员", "质检员", "叉车司机", "电工")


def user(username: str, name: str) -> User:
    """A user who has no password yet. The cast have phones, in a range that belongs to nobody."""
    known = [member.username for member in CAST]
    phone = f"1990000{known.index(username) + 1:04d}" if username in known else ""
    row = User(username=username, name=name, phone=phone, phone_index=blind(phone))
    row.set_unusable_password()
    return row


def members(given: list[Assignment], author: User) -> list[Membership]:
    """The firms' people as their members, since before anybody kept when."""
    return [
        draft(Membership,
            enterprise=each.enterprise, user=each.user, place=each.role.code, how=How.GIVEN,
            created_by=author,
        )
        for each in given if each.enterprise
    ]  # fmt: skip


def assignments(users: dict[str, User], firm: Firm, rival: Firm, regions: dict[str, Region]) -> list[Assignment]:
    """The roles of the cast, each within its bounds."""
    roles = {role.code: role for role in Role.objects.all()}
    bounds = {"firm": {"enterprise": firm.enterprise}, "rival": {"enterprise": rival.enterprise}}
    given = [(member.username, member.role, member.where) for member in CAST]
    given.append(("two_roles", *TWO_ROLES_ALSO))
    return [
        draft(Assignment, user=users[username], role=roles[role], **bounds.get(where, {"region": regions.get(where)}))  # type: ignore[misc]
        for username, role, where in given
    ]


def staff_of(firm: Firm, staff: Staff, *, today: date, random: Random) -> list[Person]:
    """主要负责人, 安管员, a worker and a team leader, whom its ledgers name, and some more: fifteen on average."""
    site = firm.sites[0]
    posts = [
        (firm.enterprise.legal_person, [Post.PRINCIPAL], "总经理", None),
        (staff.officer.name, [Post.OFFICER_FULL], "安环主管", staff.officer),
        (staff.worker.name, [Post.WORKER], "操作工", staff.worker),
        (names.person(random), [Post.TEAM_LEADER], "班组长", None),
    ]
    more = min(max(firm.enterprise.staff_count - POSTS, 0), random.randint(*OTHERS))
    posts += [(names.person(random), [Post.WORKER], random.choice(TRADES_OF_WORKERS), None) for _ in range(more)]
    sequences = random.sample(range(1, 1000), len(posts))  # An identity number is once in a firm.
    return [
        draft(
            Person,
            created_by=staff.officer,
            enterprise=firm.enterprise,
            name=name,
            roles=[role.value for role in roles],
            site=site,
            workshop="安环部" if Post.OFFICER_FULL in roles else "生产部",
            post=post,
            phone=names.mobile(random),
            id_number=id_for(today - timedelta(days=random.randint(8400, 20000)), sequence),
            user=linked,
            joined_on=today - timedelta(days=random.randint(100, 3000)),
        )
        for sequence, (name, roles, post, linked) in zip(sequences, posts, strict=True)
    ]
