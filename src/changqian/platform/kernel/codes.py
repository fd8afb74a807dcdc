"""Numbers that firms and people carry: how they are read, checked, and made up for the demonstration city.

GB 32100-2015 统一社会信用代码, GB 11714-1997 组织机构代码, GS 15-2006 注册号, GB 11643-1999 公民身份号码, phones.
A number is read as people type it: full-width, lower case, with spaces. What is wrong with it is said in one sentence.
"""

import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Self

from changqian.platform.kernel.errors import RuleViolation
from changqian.platform.kernel.text import normal

DIGITS = "0123456789"
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"31 symbols: no I, O, S, V, Z. (GB 32100-2015, 表1)"
USCC_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
ORG_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ID_WEIGHTS = tuple(pow(2, 17 - position, 11) for position in range(17))
ID_CHECKS = "10X98765432"

LOOKS_LIKE = {"I": "1", "O": "0", "S": "5", "Z": "2"}
DEPARTMENTS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监管",
    "A": "中央军委",
    "N": "农业农村",
    "Y": "其他",
}
"The first character: who registers."
MARKET_CATEGORIES = {"1": "企业", "2": "个体工商户", "3": "农民专业合作社"}
"The second character, where the first is 9."

PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for code in range(first, last + 1)
)
"Two digits with which a 公民身份号码 begins: 11 Peking to 65 Xinjiang, 71, and 81 to 83 of residence permits."
OLDEST = 130
"Years. Nobody is older; an earlier birthday is a slip of the pen."


class BadCode(RuleViolation):
    """The text is not such a number; the message says what is wrong with it."""


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"


def clean(text: str) -> str:
    """Half-width, upper case, without spaces and invisible characters."""
    return "".join(each for each in normal(text) if unicodedata.category(each) != "Cf")


@dataclass(frozen=True, slots=True)
class Uscc:
    """A 统一社会信用代码: 18 characters, the last a check over the others. (GB 32100-2015)"""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """BadCode unless length, characters, region digits and check are right."""
        code = _sized(clean(text), 18, "统一社会信用代码", {15: "，15位的旧注册号请填在“原注册号”"})
        for place, each in enumerate(code, start=1):
            if each not in USCC_ALPHABET:
                raise BadCode(_illegal(place, each))
        if code[0] not in DEPARTMENTS:
            raise BadCode(f"统一社会信用代码第1位“{code[0]}”不是登记管理部门代码")
        if not _only(code[2:8], DIGITS):
            raise BadCode("统一社会信用代码第3至8位应为6位数字的行政区划码")
        if code[17] != _uscc_check(code[:17]):
            raise BadCode("统一社会信用代码校验不通过，请对照营业执照逐位核对")
        return cls(code)

    @property
    def department(self) -> str:
        """Who registered: 市场监管, 民政…"""
        return DEPARTMENTS[self.text[0]]

    @property
    def region(self) -> str:
        """Six digits of the registering office; where the firm works is another matter."""
        return self.text[2:8]

    @property
    def organisation(self) -> str:
        return self.text[8:17]

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd without being wrong: real codes from before 2015 fail the inner check."""
        found = []
        if self.text[0] == "9" and self.text[1] not in MARKET_CATEGORIES:
            found.append(f"第2位“{self.text[1]}”不是市场主体的类别代码")
        if self.organisation[8] != _org_check(self.organisation[:8]):
            found.append("其中的组织机构代码（第9至17位）校验不通过，请对照营业执照确认")
        return tuple(found)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class OrgCode:
    """An 组织机构代码: eight characters and a check. (GB 11714-1997)"""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        code = _sized(_undashed(text), 9, "组织机构代码")
        if not _only(code[:8], DIGITS + LETTERS) or code[8] not in DIGITS + "X":
            raise BadCode("组织机构代码应为8位数字或大写字母加1位校验码（数字或X）")
        if code[8] != _org_check(code[:8]):
            raise BadCode("组织机构代码校验不通过，请逐位核对")
        return cls(code)

    def __str__(self) -> str:
        return f"{self.text[:8]}-{self.text[8]}"


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """A business registration number from before 2015: 15 digits, the last a check. (GS 15-2006, ISO 7064 MOD 11,10)"""

    text: str

    @classmethod
    def parse(cls, text: str) -> Self:
        code = _sized(clean(text), 15, "原注册号", {18: "，18位代码请填在“统一社会信用代码”"})
        if not _only(code, DIGITS):
            raise BadCode("原注册号应全部为数字")
        if code[14] != _registration_check(code[:14]):
            raise BadCode("原注册号校验不通过，请对照旧营业执照逐位核对")
        return cls(code)

    @property
    def region(self) -> str:
        return self.text[:6]

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class IdNumber:
    """A 公民身份号码: region, birthday, sequence, check. (GB 11643-1999, ISO 7064 MOD 11-2)"""

    text: str

    @classmethod
    def parse(cls, text: str, *, today: date) -> Self:
        """BadCode unless characters, province, birthday and check are right; `today` bounds the birthday."""
        code = _sized(clean(text), 18, "身份证号", {15: "，15位旧号码已停用，请填写18位号码"})
        if not _only(code[:17], DIGITS) or code[17] not in DIGITS + "X":
            raise BadCode("身份证号应为17位数字加1位校验码（数字或X）")
        # 外国人永久居留身份证 (2023 版) puts a 9 before the province.
        if (code[1:3] if code[0] == "9" else code[:2]) not in PROVINCES:
            raise BadCode(f"身份证号前两位“{code[:2]}”不是有效的省级代码")
        born = _day(code[6:14])
        if born is None:
            raise BadCode(f"身份证号中的出生日期“{code[6:14]}”不存在")
        if born > today:
            raise BadCode(f"身份证号中的出生日期{born}晚于今天")
        if born.year < today.year - OLDEST:
            raise BadCode(f"身份证号中的出生日期{born}过早，请核对")
        if code[17] != _id_check(code[:17]):
            raise BadCode("身份证号校验不通过，请逐位核对")
        return cls(code)

    @property
    def region(self) -> str:
        return self.text[:6]

    @property
    def born(self) -> date:
        return date(int(self.text[6:10]), int(self.text[10:12]), int(self.text[12:14]))

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.text[16]) % 2 else Sex.FEMALE

    def age(self, on: date) -> int:
        """Full years on that day."""
        return on.year - self.born.year - ((on.month, on.day) < (self.born.month, self.born.day))

    def __str__(self) -> str:
        return self.text


def mobile(text: str) -> str:
    """The 11 digits of a mobile number, without +86; BadCode otherwise."""
    digits = _undashed(text)
    for prefix in ("+86", "0086", "86"):
        if digits.startswith(prefix) and len(digits) == len(prefix) + 11:
            digits = digits[len(prefix) :]
    if not digits:
        raise BadCode("请填写手机号")
    if not _only(digits, DIGITS):
        raise BadCode("手机号应全部为数字")
    if len(digits) != 11:
        raise BadCode(f"手机号应为11位，现为{len(digits)}位")
    if digits[0] != "1" or digits[1] not in "3456789":
        raise BadCode("手机号应以13至19开头")
    return digits


def phone(text: str) -> str:
    """A mobile number, a landline with its area code (0519-86680119), or a short service number (119, 12350)."""
    digits = _undashed(text)
    if digits.startswith("1") and len(digits) in (3, 5) and _only(digits, DIGITS):
        return digits
    if not digits.startswith("0") or digits.startswith("0086"):
        return mobile(text)
    if not _only(digits, DIGITS):
        raise BadCode("固定电话应全部为数字，分机请写在备注中")
    area = 3 if digits[1:2] in ("1", "2") else 4
    if len(digits) - area not in (7, 8):
        raise BadCode("固定电话应为区号加7或8位号码，例如0519-86680119")
    return f"{digits[:area]}-{digits[area:]}"


# Made-up codes. They are valid, so nothing tells them from real ones but the region: choose one that registers nobody.


def uscc_for(body: str, *, region: str = "320499", department: str = "9", category: str = "1") -> str:
    """A valid code around eight characters of our own, inner check included; BadCode if `body` is not eight of them."""
    if len(body) != 8:
        raise BadCode(f"主体标识应为8位，现为{len(body)}位")
    code = f"{department}{category}{region}{body}{_org_check(body)}"
    return Uscc.parse(code + _uscc_check(code)).text


def org_code_for(body: str) -> str:
    """A valid organisation code of eight characters, without the dash."""
    return OrgCode.parse(body + _org_check(body)).text


def registration_number_for(body: str) -> str:
    """A valid registration number of 14 digits: six of the office, eight of sequence."""
    return RegistrationNumber.parse(body + _registration_check(body)).text


def id_for(born: date, sequence: int, *, region: str = "320499") -> str:
    """A valid identity number; an odd `sequence` (0 to 999) is a man's."""
    if not 0 <= sequence <= 999:
        raise BadCode(f"顺序码应为0至999，现为{sequence}")
    code = f"{region}{born:%Y%m%d}{sequence:03d}"
    return IdNumber.parse(code + _id_check(code), today=born).text


def _sized(code: str, length: int, noun: str, hints: dict[int, str] | None = None) -> str:
    if not code:
        raise BadCode(f"请填写{noun}")
    if len(code) != length:
        raise BadCode(f"{noun}应为{length}位，现为{len(code)}位{(hints or {}).get(len(code), '')}")
    return code


def _illegal(place: int, each: str) -> str:
    if each in LETTERS:
        guess = f"，请核对是否为数字{LOOKS_LIKE[each]}" if each in LOOKS_LIKE else ""
        return f"统一社会信用代码第{place}位是字母{each}，代码中不使用字母I、O、S、V、Z{guess}"
    return f"统一社会信用代码第{place}位“{each}”不是数字或字母"


def _undashed(text: str) -> str:
    return "".join(each for each in clean(text) if unicodedata.category(each) != "Pd")


def _only(text: str, alphabet: str) -> bool:
    return all(each in alphabet for each in text)


def _day(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _uscc_check(body: str) -> str:
    total = sum(USCC_ALPHABET.index(each) * weight for each, weight in zip(body, USCC_WEIGHTS, strict=True))
    return USCC_ALPHABET[-total % 31]


def _org_check(body: str) -> str:
    total = sum(int(each, 36) * weight for each, weight in zip(body, ORG_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]


def _id_check(body: str) -> str:
    return ID_CHECKS[sum(int(each) * weight for each, weight in zip(body, ID_WEIGHTS, strict=True)) % 11]


def _registration_check(body: str) -> str:
    product = 10
    for each in body:
        product = ((product + int(each)) % 10 or 10) * 2 % 11
    return str((1 - product) % 10)
