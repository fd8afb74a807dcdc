"""What makes one look twice at a row that could be taken over: the same code under another name, the same place again,
a point far from its town, a firm without a code that is known by its name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from changqian.platform.foundation.enterprises.models import Enterprise, Site
from changqian.platform.kernel.geometry import Point, distance
from changqian.platform.kernel.text import bigrams, normal

ALIKE = 0.5
"Share of common pairs of characters from which two names are taken for one. 待核: tried on names, stated nowhere."
FAR = 30_000
"Metres from the centre of a town beyond which a point can hardly lie in it: the largest is some twenty across."


def code_of(fields: Mapping[str, Any]) -> str:
    return str(fields.get("uscc") or fields["legacy_reg_no"])


def alike(one: str, other: str) -> bool:
    """Whether two names may mean the same firm: one is in the other, or half of their pairs are common."""
    a, b = normal(one), normal(other)
    if a in b or b in a:
        return True
    mine, yours = set(bigrams(a)), set(bigrams(b))
    return len(mine & yours) >= ALIKE * len(mine | yours)


@dataclass(slots=True)
class Doubting:
    """What is known when a row is looked at: the registered firms, and the rows before it."""

    names: dict[str, str] = field(default_factory=dict)
    "By code."
    codes: dict[str, str] = field(default_factory=dict)
    "By name."
    places: dict[str, set[tuple[int, str]]] = field(default_factory=lambda: defaultdict(set))
    "By code, the (region, address) of its sites."

    @classmethod
    def about(cls, given: Sequence[Mapping[str, Any]], known: Mapping[str, Enterprise]) -> Self:
        """Two queries for any number of rows."""
        found = cls(names={code: firm.name for code, firm in known.items()})
        namesakes = Enterprise.objects.current().filter(name__in={str(fields["name"]) for fields in given})
        for firm in namesakes.order_by("-pk"):
            found.codes[normal(firm.name)] = firm.uscc or firm.legacy_reg_no or ""
        sites = Site.objects.current().filter(enterprise__in={firm.pk for firm in known.values()})
        by_firm: dict[int, set[tuple[int, str]]] = defaultdict(set)
        for pk, region, address in sites.values_list("enterprise", "region", "address"):
            by_firm[pk].add((region, normal(address)))
        for code, firm in known.items():
            found.places[code] = by_firm[firm.pk]
        return found

    def doubts(self, code: str, fields: Mapping[str, Any]) -> tuple[str, ...]:
        """Sentences, none for a row that is clear."""
        return tuple(self._doubts(code, fields))

    def remember(self, code: str, fields: Mapping[str, Any]) -> None:
        """The row is one of those before the next."""
        self.names.setdefault(code, fields["name"])
        self.codes.setdefault(normal(fields["name"]), code)
        self.places[code].add(self._place(fields))

    def _doubts(self, code: str, fields: Mapping[str, Any]) -> Any:
        name, region = str(fields["name"]), fields["region"]
        known = self.names.get(code)
        if known and not alike(known, name):
            yield f"信用代码相同而名称不同：“{known}”与“{name}”"
        namesake = self.codes.get(normal(name))
        if namesake and namesake != code:
            yield f"与代码为{namesake}的企业同名，请核对是否为同一家"
        if fields.get("address") and self._place(fields) in self.places[code]:
            yield "同一企业在同一地址已有场所，可能重复"
        if fields.get("lon") is not None and region.lon is not None:
            metres = distance(Point(fields["lon"], fields["lat"]), Point(region.lon, region.lat))
            if metres > FAR:
                yield f"坐标距{region.name}中心{metres / 1000:.0f}公里，请核对坐标系或属地"

    @staticmethod
    def _place(fields: Mapping[str, Any]) -> tuple[int, str]:
        return fields["region"].pk, normal(fields.get("address") or "")
