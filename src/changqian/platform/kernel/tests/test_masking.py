"""What of a personal datum is shown. (domain §12.4)"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.masking import MASKS, address, bank_card, id_number, name, number, phone


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (phone, "13861005678", "138****5678"),
        (phone, "0519-86881234", "0519-****1234"),
        (phone, "12345", "*2345"),
        (phone, "110", "***"),
        (id_number, "320411198505201234", "320411********1234"),
        (id_number, "320411850520123", "320411*****0123"),
        (id_number, "1234", "****"),
        (name, "张三", "张*"),
        (name, "王小虎", "王**"),
        (name, "欧阳锋", "欧阳*"),
        (name, "欧阳", "欧*"),
        (name, "王", "王*"),
        (bank_card, "6222 0211 0800 1234", "************1234"),
        (address, "常州市武进区湖塘镇武宜路188号2幢", "常州市武进区湖塘镇武宜路****"),
        (address, "常州科教城", "常州****"),
        (number, "13861005678", "138****5678"),
        (number, "320411198505201234", "320411********1234"),
        (number, "", ""),
    ],
)
def test_how_much_is_shown(mask, value, shown):
    assert mask(value) == shown


@given(st.sampled_from(sorted(MASKS)), st.text(alphabet="0123456789-张王路", min_size=1, max_size=20))
def test_something_is_always_hidden(mask, value):
    assert MASKS[mask](value) != value
    assert "*" in MASKS[mask](value)
