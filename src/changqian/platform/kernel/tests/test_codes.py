from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.codes import (
    DIGITS,
    USCC_ALPHABET,
    BadCode,
    IdNumber,
    OrgCode,
    RegistrationNumber,
    Sex,
    Uscc,
    id_for,
    mobile,
    org_code_for,
    phone,
    registration_number_for,
    uscc_for,
)

TODAY = date(2026, 3, 16)
NO_LETTERS = "代码中不使用字母I、O、S、V、Z"

bodies = st.text(USCC_ALPHABET, min_size=8, max_size=8)
birthdays = st.dates(date(1930, 1, 1), TODAY)


@pytest.mark.parametrize("code", ["914403001922038216", "9144030071526726XG", "91330100799655058B"])
def test_codes_of_well_known_firms_are_right(code):
    parsed = Uscc.parse(code)
    assert str(parsed) == code
    assert parsed.department == "市场监管"
    assert parsed.warnings == ()


@pytest.mark.parametrize(
    "typed",
    [
        "91330100 79965505 8b",
        "\u3000９１３３０１００７９９６５５０５８Ｂ",
        "\ufeff91330100799655058B\u200b",
        "91330100799655058B\n",
    ],
)
def test_a_code_is_read_as_people_type_it(typed):
    assert Uscc.parse(typed).text == "91330100799655058B"


def test_a_code_falls_into_its_parts():
    code = Uscc.parse("91330100799655058B")
    assert (code.region, code.organisation) == ("330100", "799655058")


BAD_USCC = [
    ("", "请填写统一社会信用代码"),
    ("   ", "请填写统一社会信用代码"),
    ("9133010079965505B", "统一社会信用代码应为18位，现为17位"),
    ("91330100799655058BB", "统一社会信用代码应为18位，现为19位"),
    ("320404000012344", "统一社会信用代码应为18位，现为15位，15位的旧注册号请填在“原注册号”"),
    ("9133O100799655058B", f"统一社会信用代码第5位是字母O，{NO_LETTERS}，请核对是否为数字0"),
    ("9I330100799655058B", f"统一社会信用代码第2位是字母I，{NO_LETTERS}，请核对是否为数字1"),
    ("9133010079965S058B", f"统一社会信用代码第14位是字母S，{NO_LETTERS}，请核对是否为数字5"),
    ("91330100799655Z58B", f"统一社会信用代码第15位是字母Z，{NO_LETTERS}，请核对是否为数字2"),
    ("91330100799655V58B", f"统一社会信用代码第15位是字母V，{NO_LETTERS}"),
    ("91330100-99655058B", "统一社会信用代码第9位“-”不是数字或字母"),
    ("91330100七99655058B", "统一社会信用代码第9位“七”不是数字或字母"),
    ("9133010079965505٨B", "统一社会信用代码第17位“٨”不是数字或字母"),
    ("B1330100799655058B", "统一社会信用代码第1位“B”不是登记管理部门代码"),
    ("9133A100799655058B", "统一社会信用代码第3至8位应为6位数字的行政区划码"),
    ("91330100799655085B", "统一社会信用代码校验不通过，请对照营业执照逐位核对"),
    ("91330100799655058C", "统一社会信用代码校验不通过，请对照营业执照逐位核对"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD_USCC)
def test_what_is_wrong_with_a_code_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadCode) as refused:
        Uscc.parse(typed)
    assert str(refused.value) == sentence


def test_an_odd_inner_check_is_only_a_warning():
    """Some codes from before 2015 have one."""
    odd = uscc_for("MA1XY201")[:16] + "7"
    found = []
    for check in USCC_ALPHABET:
        with suppress(BadCode):
            found.append(Uscc.parse(odd + check).warnings)
    assert found == [("其中的组织机构代码（第9至17位）校验不通过，请对照营业执照确认",)]


@given(bodies, st.integers(0, 17), st.sampled_from(USCC_ALPHABET))
def test_one_wrong_character_of_a_code_is_always_found(body, place, other):
    code = uscc_for(body)
    if code[place] != other:
        with pytest.raises(BadCode):
            Uscc.parse(code[:place] + other + code[place + 1 :])


@given(bodies, st.integers(0, 15))
def test_two_neighbours_of_a_code_that_changed_places_are_found(body, place):
    code = uscc_for(body)
    if code[place] != code[place + 1]:
        with pytest.raises(BadCode):
            Uscc.parse(code[:place] + code[place + 1] + code[place] + code[place + 2 :])


@given(bodies, st.sampled_from("123"))
def test_codes_made_up_are_valid_inside_and_out(body, category):
    code = uscc_for(body, region="320412", category=category)
    assert Uscc.parse(code).warnings == ()
    assert Uscc.parse(code).region == "320412"


def test_a_body_of_the_wrong_length_is_refused():
    with pytest.raises(BadCode, match="主体标识应为8位，现为7位"):
        uscc_for("1234567")


def test_an_identity_number_tells_birthday_and_sex():
    person = IdNumber.parse("11010519491231002x", today=TODAY)
    assert (str(person), person.born, person.sex) == ("11010519491231002X", date(1949, 12, 31), Sex.FEMALE)
    assert (person.age(date(2026, 12, 30)), person.age(date(2026, 12, 31))) == (76, 77)


BAD_IDS = [
    ("", "请填写身份证号"),
    ("1101051949123100", "身份证号应为18位，现为16位"),
    ("110105491231002", "身份证号应为18位，现为15位，15位旧号码已停用，请填写18位号码"),
    ("11010519491231002Y", "身份证号应为17位数字加1位校验码（数字或X）"),
    ("1101051949123100XX", "身份证号应为17位数字加1位校验码（数字或X）"),
    ("99010519491231002X", "身份证号前两位“99”不是有效的省级代码"),
    ("11010519491331002X", "身份证号中的出生日期“19491331”不存在"),
    ("110105190002290021", "身份证号中的出生日期“19000229”不存在"),
    ("110105000012310021", "身份证号中的出生日期“00001231”不存在"),
    ("110105202603170021", "身份证号中的出生日期2026-03-17晚于今天"),
    ("110105189512310021", "身份证号中的出生日期1895-12-31过早，请核对"),
    ("110105194912310021", "身份证号校验不通过，请逐位核对"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD_IDS)
def test_what_is_wrong_with_an_identity_number_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadCode) as refused:
        IdNumber.parse(typed, today=TODAY)
    assert str(refused.value) == sentence


@given(birthdays, st.integers(0, 999), st.integers(0, 17), st.sampled_from(DIGITS + "X"))
def test_one_wrong_character_of_an_identity_number_is_always_found(born, sequence, place, other):
    number = id_for(born, sequence)
    if number[place] != other:
        with pytest.raises(BadCode):
            IdNumber.parse(number[:place] + other + number[place + 1 :], today=TODAY)


@given(birthdays, st.integers(0, 999))
def test_identity_numbers_made_up_are_valid(born, sequence):
    person = IdNumber.parse(id_for(born, sequence), today=TODAY)
    assert person.born == born
    assert person.sex == (Sex.MALE if sequence % 2 else Sex.FEMALE)


def test_a_sequence_of_four_digits_is_refused():
    with pytest.raises(BadCode, match="顺序码应为0至999，现为1000"):
        id_for(date(1990, 1, 1), 1000)


def test_a_permanent_residence_card_is_an_identity_number_too():
    """外国人永久居留身份证 of 2023: 9, province, nationality."""
    assert IdNumber.parse(id_for(date(1980, 5, 1), 21, region="931840"), today=TODAY).born == date(1980, 5, 1)


BAD_REGISTRATIONS = [
    ("", "请填写原注册号"),
    ("32040400001234", "原注册号应为15位，现为14位"),
    ("91330100799655058B", "原注册号应为15位，现为18位，18位代码请填在“统一社会信用代码”"),
    ("32040400001234A", "原注册号应全部为数字"),
    ("320404000012345", "原注册号校验不通过，请对照旧营业执照逐位核对"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD_REGISTRATIONS)
def test_what_is_wrong_with_a_registration_number_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadCode) as refused:
        RegistrationNumber.parse(typed)
    assert str(refused.value) == sentence


def test_the_registration_number_of_the_standard():
    """The worked example of GS 15-2006."""
    assert RegistrationNumber.parse("110108000000016").region == "110108"


@given(st.text(DIGITS, min_size=14, max_size=14), st.integers(0, 14), st.sampled_from(DIGITS))
def test_one_wrong_digit_of_a_registration_number_is_always_found(body, place, other):
    number = registration_number_for(body)
    if number[place] != other:
        with pytest.raises(BadCode):
            RegistrationNumber.parse(number[:place] + other + number[place + 1 :])


@pytest.mark.parametrize("typed", ["79965505-8", "799655058", "７９９６５５０５－８", "79965505—8"])
def test_an_organisation_code_is_read_with_and_without_dash(typed):
    assert str(OrgCode.parse(typed)) == "79965505-8"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "请填写组织机构代码"),
        ("7996550", "组织机构代码应为9位，现为7位"),
        ("79965505A", "组织机构代码应为8位数字或大写字母加1位校验码（数字或X）"),
        ("7996550中8", "组织机构代码应为8位数字或大写字母加1位校验码（数字或X）"),
        ("799655057", "组织机构代码校验不通过，请逐位核对"),
    ],
)
def test_what_is_wrong_with_an_organisation_code_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadCode) as refused:
        OrgCode.parse(typed)
    assert str(refused.value) == sentence


@given(bodies)
def test_organisation_codes_made_up_are_valid(body):
    assert OrgCode.parse(org_code_for(body)).text == org_code_for(body)


@pytest.mark.parametrize(
    "typed", ["13812345678", "138 1234 5678", "+86 138-1234-5678", "008613812345678", "8613812345678", "１３８12345678"]
)
def test_a_mobile_number_is_read_as_people_type_it(typed):
    assert mobile(typed) == "13812345678"


BAD_MOBILES = [
    ("", "请填写手机号"),
    ("1381234567", "手机号应为11位，现为10位"),
    ("138123456789", "手机号应为11位，现为12位"),
    ("1381234567O", "手机号应全部为数字"),
    ("1381234567٨", "手机号应全部为数字"),
    ("12012345678", "手机号应以13至19开头"),
    ("23812345678", "手机号应以13至19开头"),
    ("051986680119", "手机号应为11位，现为12位"),
]


@pytest.mark.parametrize(("typed", "sentence"), BAD_MOBILES)
def test_what_is_wrong_with_a_mobile_number_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadCode) as refused:
        mobile(typed)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("13812345678", "13812345678"),
        ("0519-86680119", "0519-86680119"),
        ("0519 8668 0119", "0519-86680119"),
        ("051986680119", "0519-86680119"),
        ("010-68710000", "010-68710000"),
        ("119", "119"),
        ("12350", "12350"),
    ],
)
def test_a_contact_may_have_a_landline(typed, number):
    assert phone(typed) == number


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0519-123", "固定电话应为区号加7或8位号码，例如0519-86680119"),
        ("0519-86680119转8", "固定电话应全部为数字，分机请写在备注中"),
        ("1", "手机号应为11位，现为1位"),
    ],
)
def test_what_is_wrong_with_a_phone_number_is_said_in_a_sentence(typed, sentence):
    with pytest.raises(BadCode) as refused:
        phone(typed)
    assert str(refused.value) == sentence
