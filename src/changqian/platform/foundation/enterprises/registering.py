"""What a registration must satisfy: codes, names, places, points. Each refusal is a sentence that says what to do."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from changqian.platform.foundation.accounts.models import User
from changqian.platform.foundation.dictionaries.models import Scheme
from changqian.platform.foundation.dictionaries.services import industry_code, supervised_industry
from changqian.platform.foundation.enterprises.models import Enterprise
from changqian.platform.foundation.enterprises.rules import Datum
from changqian.platform.foundation.regions.models import WIDTH, Kind, Region
from changqian.platform.kernel.codes import RegistrationNumber, Uscc, phone
from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.geometry import Point, bd09_to_wgs84, checked_point, gcj02_to_wgs84
from changqian.platform.kernel.text import normal

TOWN_DEPTH = 3 * WIDTH


def checked_enterprise(given: Mapping[str, Any], *, actor: User, known: Enterprise | None = None) -> dict[str, Any]:
    """The fields as they are stored; RuleViolation at the first that is wrong. `known` is the one being edited."""
    fields = dict(given)
    if known is None and not fields.get("uscc") and not fields.get("legacy_reg_no"):
        raise RuleViolation("请填写统一社会信用代码；没有信用代码的老企业请填写原注册号", field="uscc")
    read_codes(fields)
    if known and not fields.get("uscc", known.uscc) and not fields.get("legacy_reg_no", known.legacy_reg_no):
        raise RuleViolation("统一社会信用代码和原注册号不能都为空", field="uscc")
    _refuse_held(fields, actor=actor, known=known)
    return read_enterprise(fields)


def read_enterprise(fields: dict[str, Any]) -> dict[str, Any]:
    """What can be judged without knowing who else is registered."""
    if "name" in fields:
        fields["name"] = checked_name(fields["name"], "企业名称")
    if "region" in fields and len(fields["region"].path) != WIDTH:
        checked_region(fields["region"], hint="；市外注册的企业请选择“常州市”")
    if "industry" in fields:
        fields |= checked_industry(fields["industry"])
    return checked_contact(fields)


def read_codes(fields: dict[str, Any]) -> None:
    if "uscc" in fields:
        fields["uscc"] = _said("uscc", lambda text: Uscc.parse(text).text, fields["uscc"]) or None
    if "legacy_reg_no" in fields:
        number = _said("legacy_reg_no", lambda text: RegistrationNumber.parse(text).text, fields["legacy_reg_no"])
        fields["legacy_reg_no"] = number or None


def checked_site(given: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a site as they are stored: the point in CGCS2000, whatever it was given in."""
    fields = dict(given)
    if "name" in fields:
        fields["name"] = checked_name(fields["name"], "场所名称")
    if "region" in fields:
        checked_region(fields["region"])
    if "industry" in fields:
        fields["industry"] = checked_industry(fields["industry"])["industry"]
    if "lon" in fields or "lat" in fields:
        fields |= checked_coordinates(fields.get("lon"), fields.get("lat"), fields.get("datum") or Datum.CGCS2000)
    elif "datum" in fields:
        raise RuleViolation("请同时填写经度和纬度", field="lon")
    return checked_contact(fields)


def checked_contact(fields: dict[str, Any]) -> dict[str, Any]:
    if "contact_phone" in fields:
        fields["contact_phone"] = _said("contact_phone", phone, fields["contact_phone"])
    return fields


def checked_name(text: str, noun: str) -> str:
    """Without surrounding and repeated spaces and without characters that cannot be seen."""
    name = " ".join(text.split())
    if len(name) < 2:
        raise RuleViolation(f"{noun}至少2个字", field="name")
    if not name.isprintable():
        raise RuleViolation(f"{noun}含有看不见的字符，请重新填写", field="name")
    return name


def checked_region(region: Region, hint: str = "") -> Region:
    if len(region.path) < TOWN_DEPTH or region.kind == Kind.CITY:
        raise RuleViolation(f"属地请选择到镇街，“{region.name}”是{Kind(region.kind).label}{hint}", field="region")
    return region


def checked_industry(code: str) -> dict[str, str]:
    """The code as it is stored, and the 监管行业 that follows from it.

    A platform whose dictionaries are not loaded judges no code: it could only refuse them all.
    """
    if not code.strip():
        return {"industry": "", "supervised_industry": ""}
    today = timezone.localdate()  # Which edition of the list is in force, nothing else.
    try:
        known = industry_code(code, on=today)
        return {"industry": known, "supervised_industry": supervised_industry(known, on=today)}
    except Scheme.DoesNotExist:
        return {"industry": normal(code)}


def checked_coordinates(lon: float | None, lat: float | None, datum: str) -> dict[str, Any]:
    """CGCS2000 degrees, and what they were given in."""
    if lon is None and lat is None:
        return {"lon": None, "lat": None, "datum": Datum.CGCS2000}
    if lon is None or lat is None:
        raise RuleViolation("经度和纬度要一起填写", field="lat" if lat is None else "lon")
    point = straightened(checked_point(lon, lat), datum)
    point = checked_point(round(point.lon, 7), round(point.lat, 7))
    return {"lon": point.lon, "lat": point.lat, "datum": datum}


def straightened(point: Point, datum: str) -> Point:
    """The point in CGCS2000, whatever map it was read from."""
    match datum:
        case Datum.GCJ02:
            return gcj02_to_wgs84(point)
        case Datum.BD09:
            return bd09_to_wgs84(point)
    return point


def held_by(fields: Mapping[str, Any]) -> Enterprise | None:
    """The current enterprise that holds one of the codes."""
    for name in ("uscc", "legacy_reg_no"):
        if fields.get(name):
            found = Enterprise.objects.current().filter(**{name: fields[name]}).select_related("region").first()
            if found:
                return found
    return None


def _refuse_held(fields: Mapping[str, Any], *, actor: User, known: Enterprise | None) -> None:
    """Who holds the code already, as far as the actor may know it, and what to do now."""
    holder = held_by(fields)
    if holder is None or (known and holder.pk == known.pk):
        return
    field = "uscc" if fields.get("uscc") == holder.uscc and holder.uscc else "legacy_reg_no"
    noun = "信用代码" if field == "uscc" else "注册号"
    places = holder.regions.select_related("region").order_by("region__path")
    towns = "、".join(place.region.name for place in places[:3])
    todo = "如需登记新的经营地点，请在该企业下新增场所"
    if Enterprise.objects.within(actor, "enterprises.view").filter(pk=holder.pk).exists():
        raise RuleViolation(f"该{noun}已登记：{holder.name}（{towns}）。{todo}，不要重复登记企业", field=field)
    raise RuleViolation(
        f"该{noun}已在{towns}登记，不在您的管辖范围内。请联系{towns}安监部门核对；{todo}（填写信用代码即可）",
        field=field,
    )


def _said(field: str, read: Any, text: str | None) -> str:
    """The value read, or empty; the refusal names the field."""
    if not text or not text.strip():
        return ""
    try:
        return str(read(text))
    except RuleViolation as error:
        raise RuleViolation(str(error), field=field) from error
