"""Who asks for the time gets it, and his own question back."""

import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.ntp import LENGTH, Malformed, answer
from changqian.protocols.ntp.packet import stamp

SENT = bytes(range(8))
QUESTION = bytes([4 << 3 | 3, 0, 6, 0]) + bytes(36) + SENT


def read(eight: bytes) -> float:
    seconds, fraction = struct.unpack("!II", eight)
    return seconds - 2_208_988_800 + fraction / 2**32


def test_an_answer_has_both_times_and_what_was_asked():
    given_ = answer(QUESTION, 1_770_000_000.25, 1_770_000_000.5)
    assert len(given_) == LENGTH
    assert (given_[0], given_[1], given_[2]) == (4 << 3 | 4, 10, 6)
    assert given_[24:32] == SENT
    assert (read(given_[32:40]), read(given_[40:48])) == (1_770_000_000.25, 1_770_000_000.5)
    assert answer(bytes([3 << 3 | 3]) + QUESTION[1:], 0, 0)[0] == 3 << 3 | 4


@pytest.mark.parametrize("first", [4 << 3 | 4, 4 << 3 | 6, 4 << 3 | 7, 0 << 3 | 3, 7 << 3 | 3])
def test_what_no_client_asks_is_not_answered(first):
    with pytest.raises(Malformed):
        answer(bytes([first]) + QUESTION[1:], 0, 0)
    with pytest.raises(Malformed):
        answer(QUESTION[:47], 0, 0)


def test_after_2036_the_seconds_begin_anew():
    assert stamp(2**32 - 2_208_988_800 + 5) == struct.pack("!II", 5, 0)


@given(st.binary(max_size=100), st.floats(0, 2**33))
def test_an_answer_is_never_longer_than_the_question(data, now):
    with suppress(Malformed):
        assert len(answer(data, now, now)) <= len(data)
