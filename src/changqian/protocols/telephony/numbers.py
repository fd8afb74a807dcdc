"""Chinese telephone numbers, as people write them, as networks carry them, and as a trunk wants them (ITU-T E.164,
RFC 3966; the Ministry's 电信网编号计划 of 2017: mobiles 1[3-9], area codes, short codes, 95/96, 400/800).
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from changqian.protocols.sip.grammar import Params
from changqian.protocols.sip.uri import Uri, unescape

HOME = "86"
EMERGENCY = {"110": "公安报警", "119": "火警", "120": "医疗急救", "122": "交通事故报警"}
"Three digits that no exchange may bar, delay or count."
SOS = {"110": "police", "119": "fire", "120": "ambulance", "122": "police"}
"The service of RFC 5031 that each of them is."

_SEPARATORS = re.compile(r"[\s\-.()/]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_FIXED = re.compile(r"(10|2[0-9])([2-9][0-9]{7})|([3-9][0-9]{2})([2-9][0-9]{6,7})")
"Area code without its 0, and number."
_LOCAL = re.compile(r"[2-8][0-9]{6,7}")
_SERVICE = re.compile(r"1[0-2][0-9]{1,6}|9[56][0-9]{3,7}|[48]00[0-9]{7}")
_ABROAD = re.compile(r"[1-9][0-9]{6,14}")
_INTERNAL = re.compile(r"[2-9][0-9]{2,5}")
_AREA = re.compile(r"0(?:10|2[0-9]|[3-9][0-9]{2})")


class Kind(StrEnum):
    MOBILE = "mobile"
    FIXED = "fixed"
    ABROAD = "abroad"
    SERVICE = "service"
    "10086, 12345, 95xxx, 400: reachable in the country only, and never with a country code."
    EMERGENCY = "emergency"
    INTERNAL = "internal"
    "An extension of a house exchange."


class Style(StrEnum):
    """How a trunk wants the called number."""

    E164 = "e164"
    "+8613812345678, +8651985123456."
    NATIONAL = "national"
    "13812345678, 051985123456."
    COUNTRY = "country"
    "8613812345678: as E164 without the plus."


class BadNumber(ValueError):
    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason, self.remedy = reason, remedy


@dataclass(frozen=True, slots=True)
class Number:
    """`digits` begin with the country for mobile, fixed and foreign numbers, and are as dialled for the others; `area`
    is how many of a fixed number's digits are its area code."""

    kind: Kind
    digits: str
    area: int = 0

    @property
    def worldwide(self) -> bool:
        return self.kind in (Kind.MOBILE, Kind.FIXED, Kind.ABROAD)

    @property
    def emergency(self) -> bool:
        return self.kind is Kind.EMERGENCY

    @property
    def national(self) -> str:
        """As it is dialled on a telephone in the country."""
        if self.kind is Kind.ABROAD:
            return f"00{self.digits}"
        if self.kind is Kind.FIXED:
            return f"0{self.digits[len(HOME) :]}"
        return self.digits[len(HOME) :] if self.kind is Kind.MOBILE else self.digits

    def written(self, style: Style) -> str:
        """As a trunk wants it. Short codes are the same for all."""
        if not self.worldwide:
            return self.digits
        if style is Style.NATIONAL:
            return self.national
        return f"+{self.digits}" if style is Style.E164 else self.digits

    def __str__(self) -> str:
        """E.164 where there is one, else as dialled: what is kept and compared."""
        return self.written(Style.E164)


def parse(text: str, *, area: str = "") -> Number:
    """What somebody typed, with or without separators, country and area code. `area` (0519) is where local numbers are
    local. BadNumber says what is wrong with it."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    plus, digits = plain.startswith("+"), plain.removeprefix("+")
    if not digits:
        raise BadNumber("号码为空", "请输入要呼叫的号码")
    if not (digits.isascii() and digits.isdigit()):
        raise BadNumber(f"号码“{text[:30]}”里有不是数字的字符", "请只输入数字，国际号码以+或00开头")
    if len(digits) > 20:
        raise BadNumber(f"号码“{text[:30]}”过长", "请检查号码是否多输了数字")
    if not plus and digits.startswith("00"):
        plus, digits = True, digits[2:]
    found = _worldwide(digits) if plus else _dialled(digits, area)
    if found is None:
        raise BadNumber(f"号码“{text[:30]}”不是有效的电话号码", _hint(digits, area))
    return found


def tel_uri(number: Number) -> Uri:
    """RFC 3966: global numbers with a plus, local ones with where they are valid."""
    if number.worldwide:
        return Uri("tel", user=str(number))
    context = {} if number.kind is Kind.INTERNAL else {"phone-context": f"+{HOME}"}
    params = Params()
    for name, value in context.items():
        params = params.write(name, value)
    return Uri("tel", user=number.digits, params=params)


def sip_uri(number: Number, domain: str, *, style: Style = Style.E164, port: int | None = None) -> Uri:
    """RFC 3261 §19.1.6, in the form a trunk asks for."""
    return Uri("sip", number.written(style), domain, port, params=Params.of(user="phone"))


def sos_urn(number: Number) -> str:
    """RFC 5031; empty for numbers that are no emergency."""
    return f"urn:service:sos.{SOS[number.digits]}" if number.emergency else ""


def of_uri(uri: Uri, *, area: str = "") -> Number | None:
    """Of tel:, and of sip: with digits before the @, with or without user=phone, which many leave out. None if there is
    no number in it: then it is a name, or somebody who does not want to be known."""
    user, _, params = unescape(uri.user).partition(";")
    context = uri.params.get("phone-context") or Params.parse(params).get("phone-context") or ""
    if context.startswith(f"+{HOME}") and len(context) > 1 + len(HOME):
        area = f"0{context[1 + len(HOME) :]}"
    try:
        return parse(user, area=area)
    except BadNumber:
        return None


def is_area(code: str) -> bool:
    """Whether it is an area code with its 0, as 010, 021, 0519."""
    return _AREA.fullmatch(code) is not None


def _worldwide(digits: str) -> Number | None:
    """Behind a plus. A 0 after the country, as in +86(0)519, is what the national form left behind."""
    if not digits.startswith(HOME):
        return Number(Kind.ABROAD, digits) if _ABROAD.fullmatch(digits) else None
    return _domestic(digits[len(HOME) :].removeprefix("0"))


def _dialled(digits: str, area: str) -> Number | None:
    if digits in EMERGENCY:
        return Number(Kind.EMERGENCY, digits)
    if _SERVICE.fullmatch(digits):
        return Number(Kind.SERVICE, digits)
    if digits.startswith("0"):
        return _domestic(digits[1:])
    if _MOBILE.fullmatch(digits):
        return Number(Kind.MOBILE, HOME + digits)
    if is_area(area) and _LOCAL.fullmatch(digits) and (local := _domestic(area[1:] + digits)):
        return local
    if digits.startswith(HOME) and len(digits) > 10:
        return _domestic(digits[len(HOME) :])
    return Number(Kind.INTERNAL, digits) if _INTERNAL.fullmatch(digits) else None


def _domestic(national: str) -> Number | None:
    """Without country code and leading 0."""
    if national in EMERGENCY:
        return Number(Kind.EMERGENCY, national)
    if _MOBILE.fullmatch(national):
        return Number(Kind.MOBILE, HOME + national)
    if found := _FIXED.fullmatch(national):
        return Number(Kind.FIXED, HOME + national, area=len(found[1] or found[3]))
    return Number(Kind.SERVICE, national) if _SERVICE.fullmatch(national) else None


def _hint(digits: str, area: str) -> str:
    if digits.startswith("1"):
        return f"手机号码应为11位、以13至19开头，现为{len(digits)}位"
    if digits.startswith("0"):
        return "固定电话应为区号加7至8位号码，例如0519-85123456"
    if not area and _LOCAL.fullmatch(digits):
        return "请在号码前加区号，或在系统参数中设置本地区号"
    return "请核对号码；固定电话加区号，国际号码以+或00开头"
