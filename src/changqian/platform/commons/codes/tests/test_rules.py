import secrets
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.commons.codes.rules import ALPHABET, LENGTH, LETTERS, new_token, normal_token


def test_a_token_says_nothing_and_is_never_a_number():
    tokens = {new_token(secrets.choice) for _ in range(2000)}
    assert len(tokens) == 2000
    for token in tokens:
        assert len(token) == LENGTH
        assert token[0] in LETTERS
        assert set(token) <= set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)
    assert len(LETTERS) * 32 ** (LENGTH - 1) > 2**128


@given(st.randoms(use_true_random=False))
def test_a_token_survives_being_typed(random: Random):
    token = new_token(random.choice)
    written = f" {token[:13].lower()}-{token[13:].replace('0', 'o').replace('1', random.choice('iIlL'))} "
    assert normal_token(written) == token
    assert normal_token(normal_token(written)) == token


@pytest.mark.parametrize("text", ["", "123", "1" * 26, "A" * 25, "A" * 27, "A" * 25 + "U", "A" * 25 + "常", "\0" * 26])
def test_what_cannot_be_a_token(text):
    assert normal_token(text) == ""


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text):
    assert normal_token(text) in ("", normal_token(normal_token(text)))
