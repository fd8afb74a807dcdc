"""The enterprises of the demonstration city: who they are, where their sites lie, which tags they carry."""

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from changqian.platform.city import names
from changqian.platform.city.copying import draft
from changqian.platform.city.trades import (
    CLOSED_SHARE,
    LEASED_SHARE,
    LESSOR_SHARE,
    MULTI_SITE_SHARE,
    SUSPENDED_SHARE,
    Trade,
    supervision,
)
from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.enterprises.models import Department, Enterprise, Site, Tag
from changqian.platform.foundation.enterprises.rules import Management, Status, TagSource
from changqian.platform.foundation.regions.models import Region
from changqian.platform.kernel.codes import uscc_for

T = TypeVar("T")
Place = Callable[[Region, Random], tuple[float, float]]
"Where in a town something lies: longitude and latitude."

WEIGHTS = {
    "武进区": 28, "新北区": 20, "溧阳市": 14, "常州经开区": 12, "金坛区": 10, "天宁区": 8, "钟楼区": 8,
}  # fmt: skip
HIGH_RISK = frozenset({"smelting", "hazchem_production", "dust_almg"})
WORKSHOPS = ("一厂区", "二厂区", "三厂区", "新厂区", "东厂区", "物流仓库", "机加工车间", "涂装车间")


@dataclass(slots=True)
class Firm:
    enterprise: Enterprise
    trade: Trade
    sites: list[Site] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)


@dataclass(slots=True)
class Chooser(Generic[T]):
    """Picks by weight."""

    things: Sequence[T]
    sums: list[int]

    @classmethod
    def of(cls, weighted: Sequence[tuple[T, int]]) -> "Chooser[T]":
        return cls([thing for thing, _ in weighted], list(accumulate(weight for _, weight in weighted)))

    def pick(self, random: Random) -> T:
        return self.things[bisect(self.sums, random.random() * self.sums[-1])]


@dataclass(frozen=True, slots=True)
class Setting:
    """What all builders share: who writes, which day it is, where things lie."""

    author: User
    today: date
    towns: Sequence[tuple[Region, int]]
    "Towns with their weights."
    place: Place
    departments: Sequence[Department]
    total: int
    "How many firms the whole city has."


def firms(numbers: range, *, setting: Setting, random: Random) -> list[Firm]:
    """These of the city's enterprises, with about 1.2 times as many sites."""
    towns = Chooser.of(setting.towns)
    return [_firm(number, towns, setting, random) for number in numbers]


def _firm(number: int, towns: Chooser[Region], setting: Setting, random: Random) -> Firm:
    counted, trades = supervision(number, setting.total)
    trade = random.choices(trades, [each.share for each in trades])[0]
    town, boss = towns.pick(random), names.person(random)
    staff = min(4000, max(3, int(random.lognormvariate(3.6, 1.1))))
    phone = names.mobile(random)
    enterprise = draft(
        Enterprise,
        created_by=setting.author,
        uscc=uscc_for(f"{30_000_000 + number:08d}"),
        name=names.firm(random, random.choice(trade.products), number),
        address=f"江苏省常州市{names.address(random, town.name)}",
        region=town,
        industry=trade.industry,
        status=_status(random),
        management=random.choices((Management.REPORTED, Management.LOCAL, Management.UNREPORTED), (78, 17, 5))[0],
        legal_person=boss,
        staff_count=staff,
        revenue=Decimal(int(staff * random.lognormvariate(4.1, 0.5))),
        founded_on=setting.today - timedelta(days=random.randint(400, 9000)),
        department=random.choice(setting.departments),
        high_risk=not HIGH_RISK.isdisjoint(counted),
        contact=names.person(random),
        contact_phone=phone,
    )
    firm = Firm(enterprise, trade)
    for index in range(random.randint(2, 4) if random.random() < MULTI_SITE_SHARE else 1):
        home = town if index == 0 or random.random() < 0.4 else towns.pick(random)
        firm.sites.append(_site(firm, home, index, setting, random))
    firm.tags.extend(_tags(firm, counted, setting, random))
    return firm


def _site(firm: Firm, town: Region, index: int, setting: Setting, random: Random) -> Site:
    lon, lat = setting.place(town, random)
    enterprise = firm.enterprise
    return draft(
        Site,
        created_by=setting.author,
        enterprise=enterprise,
        region=town,
        name="本部厂区" if index == 0 else WORKSHOPS[(index * 3 + len(enterprise.name)) % len(WORKSHOPS)],
        address=names.address(random, town.name),
        lon=round(lon, 6),
        lat=round(lat, 6),
        industry=enterprise.industry,
        is_registered=index == 0,
        status=enterprise.status,
        staff_count=max(1, enterprise.staff_count // (index + 1)),
        contact=enterprise.contact,
        contact_phone=enterprise.contact_phone,
    )


def _status(random: Random) -> str:
    chance = random.random()
    if chance < CLOSED_SHARE:
        return Status.CLOSED
    return Status.SUSPENDED if chance < CLOSED_SHARE + SUSPENDED_SHARE else Status.OPERATING


def _tags(firm: Firm, counted: Sequence[str], setting: Setting, random: Random) -> list[Tag]:
    codes = [*counted, *(code for code, likely in firm.trade.tags if random.random() < likely)]
    if random.random() < LEASED_SHARE:
        codes.append("lessee")
    elif random.random() < LESSOR_SHARE:
        codes.append("lessor")
    return [
        draft(
            Tag,
            enterprise=firm.enterprise,
            code=code,
            source=random.choice((TagSource.SYSTEM, TagSource.MANUAL)),
            valid_from=setting.today - timedelta(days=random.randint(30, 900)),
            note="企业申报资料",
            given_by=setting.author,
        )
        for code in codes
    ]
