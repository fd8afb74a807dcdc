"""What may be drawn on a plan. Pure: no database, no clock.

Everything on a plan lies at a share of its width and height, from the upper left corner: a better picture of the same
plan takes the place of the old one and nothing moves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from shapely.geometry import Polygon

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Area, Point

Ring = Sequence[Sequence[float]]

MOST_ZONES, MOST_CORNERS, MOST_MARKS = 100, 60, 1000
SMALLEST = 0.0002
"The least share of the plan a zone covers: a slip of the hand is no zone."


class Step(TextChoices):
    EDIT = "edit", "修改平面图"
    DRAW = "draw", "绘制区域和点位"
    END = "end", "删除平面图"


@dataclass(frozen=True, slots=True)
class Zone:
    """A named piece of the plan."""

    name: str
    ring: Ring

    def area(self) -> Area:
        return Area({"type": "Polygon", "coordinates": [[*self.ring, self.ring[0]]]})


def checked_zones(given: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The zones as they are kept; RuleViolation for two of one name, and for one whose border crosses itself."""
    found: dict[str, dict[str, Any]] = {}
    for each in given:
        name, ring = each["name"].strip(), [[round(x, 4), round(y, 4)] for x, y in each["ring"]]
        if not name:
            raise RuleViolation("请给每个区域起一个名称", field="zones")
        if name in found:
            raise RuleViolation(f"有两个区域都叫“{name}”，请改成不同的名称", field="zones")
        drawn = Polygon(ring)
        if not drawn.is_valid:
            raise RuleViolation(f"区域“{name}”的边线互相交叉，请重新画", field="zones")
        if drawn.area < SMALLEST:
            raise RuleViolation(f"区域“{name}”太小，请重新画", field="zones")
        found[name] = {"name": name, "ring": ring}
    return list(found.values())


def checked_marks(given: Iterable[Mapping[str, Any]], known: Mapping[str, Iterable[int]]) -> list[dict[str, Any]]:
    """The marks as they are kept; RuleViolation for a thing that is none of this site's, or stands there twice."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for each in given:
        key = each["kind"], each["id"]
        if each["id"] not in known.get(each["kind"], ()):
            raise RuleViolation("图上有点位已删除或不属于本场所，请刷新页面后再保存", field="marks")
        if key in found:
            raise RuleViolation("同一个点位在图上放了两次，请去掉一个", field="marks")
        found[key] = {"kind": key[0], "id": key[1], "x": round(each["x"], 4), "y": round(each["y"], 4)}
    return list(found.values())


def inside(zone: Zone, marks: Iterable[Mapping[str, Any]]) -> list[int]:
    """The ids of the marks in a zone, its border included."""
    area = zone.area()
    return [mark["id"] for mark in marks if Point(mark["x"], mark["y"]) in area]


def refuse_bare(*, pictures: int, metres: int | None, placed: bool) -> None:
    """RuleViolation for a plan with nothing below it: a picture, or a piece of the map that is so wide."""
    if pictures:
        return
    if metres is None:
        raise RuleViolation("请上传底图；没有底图的，填写图上宽度，用场所所在的地图", field="picture")
    if not placed:
        raise RuleViolation("场所没有坐标，不能用地图作底图；请上传底图，或先补填场所坐标", field="picture")
