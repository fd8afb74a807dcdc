"""Numbers as people write them, and as trunks want them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.uri import Uri
from changqian.protocols.telephony import BadNumber, Kind, Style, numbers
from changqian.protocols.telephony.numbers import parse

HOME = "0519"


@pytest.mark.parametrize(
    ("typed", "kind", "kept", "national"),
    [
        ("13812345678", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("138-1234-5678", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("１３８１２３４５６７８", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("+86 138 1234 5678", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("008613812345678", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("8613812345678", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("013812345678", Kind.MOBILE, "+8613812345678", "13812345678"),
        ("19912345678", Kind.MOBILE, "+8619912345678", "19912345678"),
        ("0519-85123456", Kind.FIXED, "+8651985123456", "051985123456"),
        ("(0519)85123456", Kind.FIXED, "+8651985123456", "051985123456"),
        ("+86(0)519 8512 3456", Kind.FIXED, "+8651985123456", "051985123456"),
        ("85123456", Kind.FIXED, "+8651985123456", "051985123456"),
        ("010 6655 4433", Kind.FIXED, "+861066554433", "01066554433"),
        ("02166554433", Kind.FIXED, "+862166554433", "02166554433"),
        ("07911234567", None, "", ""),
        ("07912234567", Kind.FIXED, "+867912234567", "07912234567"),
        ("119", Kind.EMERGENCY, "119", "119"),
        ("0519119", None, "", ""),
        ("+86120", Kind.EMERGENCY, "120", "120"),
        ("12345", Kind.SERVICE, "12345", "12345"),
        ("12350", Kind.SERVICE, "12350", "12350"),
        ("10086", Kind.SERVICE, "10086", "10086"),
        ("95598", Kind.SERVICE, "95598", "95598"),
        ("400-820-8820", Kind.SERVICE, "4008208820", "4008208820"),
        ("8001", Kind.INTERNAL, "8001", "8001"),
        ("+1 650 253 0000", Kind.ABROAD, "+16502530000", "0016502530000"),
        ("0085212345678", Kind.ABROAD, "+85212345678", "0085212345678"),
    ],
)
def test_a_number_is_read_as_people_write_it(typed, kind, kept, national):
    if kept == "":
        with pytest.raises(BadNumber):
            parse(typed, area=HOME)
        return
    number = parse(typed, area=HOME)
    assert (number.kind, str(number), number.national) == (kind, kept, national)


@pytest.mark.parametrize(
    ("typed", "area", "remedy"),
    [
        ("", HOME, "请输入要呼叫的号码"),
        ("常州", HOME, "请只输入数字，国际号码以+或00开头"),
        ("*21*8#", HOME, "请只输入数字，国际号码以+或00开头"),
        ("1" * 21, HOME, "请检查号码是否多输了数字"),
        ("1381234567", HOME, "手机号码应为11位、以13至19开头，现为10位"),
        ("05191", HOME, "固定电话应为区号加7至8位号码，例如0519-85123456"),
        ("85123456", "", "请在号码前加区号，或在系统参数中设置本地区号"),
        ("+8600000", HOME, "请核对号码；固定电话加区号，国际号码以+或00开头"),
    ],
)
def test_what_is_no_number_is_refused_with_what_to_do(typed, area, remedy):
    with pytest.raises(BadNumber) as refused:
        parse(typed, area=area)
    assert refused.value.remedy.startswith(remedy[:8])
    assert refused.value.reason.startswith("号码")


def test_a_trunk_gets_the_number_in_its_own_form():
    mobile, fixed, fire = (parse(each, area=HOME) for each in ("13812345678", "85123456", "119"))
    assert [mobile.written(style) for style in Style] == ["+8613812345678", "13812345678", "8613812345678"]
    assert [fixed.written(style) for style in Style] == ["+8651985123456", "051985123456", "8651985123456"]
    assert {fire.written(style) for style in Style} == {"119"}
    assert str(numbers.sip_uri(fixed, "ims", style=Style.NATIONAL)) == "sip:051985123456@ims;user=phone"


def test_emergencies_are_known_and_have_their_service():
    """RFC 5031."""
    found = {digits: numbers.sos_urn(parse(digits)) for digits in numbers.EMERGENCY}
    assert found["119"] == "urn:service:sos.fire"
    assert all(parse(digits).emergency for digits in found)
    assert numbers.sos_urn(parse("10086")) == ""


@pytest.mark.parametrize(
    ("typed", "uri"),
    [
        ("13812345678", "tel:+8613812345678"),
        ("119", "tel:119;phone-context=+86"),
        ("8001", "tel:8001"),
    ],
)
def test_a_tel_uri_says_where_a_local_number_is_valid(typed, uri):
    """RFC 3966 §5.1.5."""
    assert str(numbers.tel_uri(parse(typed))) == uri
    assert numbers.of_uri(Uri.parse(uri)) == parse(typed)


@pytest.mark.parametrize(
    ("uri", "kept"),
    [
        ("tel:+86-138-1234-5678", "+8613812345678"),
        ("tel:85123456;phone-context=+86519", "+8651985123456"),
        ("sip:+8613812345678@ims;user=phone", "+8613812345678"),
        ("sip:13812345678@192.0.2.1", "+8613812345678"),
        ("sip:119;phone-context=+86@ims;user=phone", "119"),
        ("sip:zhang@example.com", None),
        ("sip:anonymous@anonymous.invalid", None),
    ],
)
def test_a_number_is_found_in_a_uri(uri, kept):
    found = numbers.of_uri(Uri.parse(uri))
    assert (found and str(found)) == kept


@given(st.text(alphabet="0123456789+-() 　０１", max_size=24))
def test_what_is_read_reads_the_same_again(typed):
    with suppress(BadNumber):
        number = parse(typed, area=HOME)
        assert parse(str(number), area=HOME) == number
        assert parse(number.national, area=HOME) == number


@given(st.text(max_size=40))
def test_no_text_breaks_the_reader(typed):
    with suppress(BadNumber):
        parse(typed, area=HOME)
