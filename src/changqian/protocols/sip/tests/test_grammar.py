"""Tokens, quotes, lists and parameters."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.grammar import Malformed, Params, is_token, number, quote, split, unquote

texts = st.text(st.characters(codec="utf-8"))
one_line = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"))
tokens = st.text("abcXYZ019-.!%*_+`'~", min_size=1)
params = st.builds(
    lambda pairs: Params().put("first") if not pairs else _built(pairs),
    st.lists(st.tuples(tokens, st.none() | one_line.filter(bool)), max_size=5),
)


def _built(pairs):
    built = Params()
    for name, value in pairs:
        built = built.put(name, value)
    return built


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a, b ,c", ["a", "b", "c"]),
        ('"Bell, Alexander" <sip:a@b>, <sip:c,d@e>', ['"Bell, Alexander" <sip:a@b>', "<sip:c,d@e>"]),
        (r'"a \", b", c', [r'"a \", b"', "c"]),
        # A comma too many harms nobody.
        ("a,,b,", ["a", "b"]),
        ("", []),
    ],
)
def test_a_list_is_cut_at_commas_that_stand_outside_quotes_and_brackets(text, parts):
    assert split(text, ",") == parts


@pytest.mark.parametrize("text", ['"open', "<open", 'a, "b', r'"ends with \"', "a <b, c"])
def test_what_is_left_open_is_not_guessed_at(text):
    with pytest.raises(Malformed):
        split(text, ",")


def test_a_parameter_keeps_its_place_its_case_and_its_quotes():
    params = Params.parse(';Tag = abc ; lr;+g.3gpp.icsi-ref="urn%3Aurn-7"')
    assert str(params) == ';Tag=abc;lr;+g.3gpp.icsi-ref="urn%3Aurn-7"'
    assert params.get("tag") == "abc"
    assert params.get("+G.3GPP.icsi-ref") == "urn%3Aurn-7"
    assert "LR" in params
    assert params.get("lr") is None
    assert str(params.put("TAG", "x").drop("lr")) == ';Tag=x;+g.3gpp.icsi-ref="urn%3Aurn-7"'


def test_of_a_doubled_parameter_the_first_counts_and_one_is_left_after_a_change():
    params = Params.parse(";a=1;b;a=2")
    assert params.get("a") == "1"
    assert str(params.put("a", "3")) == ";a=3;b"


def test_blanks_in_a_bare_value_are_taken_and_sent_in_quotes():
    assert str(Params.parse("text=Busy Here;;x=")) == ';text="Busy Here";x'


def test_a_line_break_can_not_be_smuggled_into_a_parameter():
    with pytest.raises(Malformed):
        Params().put("tag", "a\r\nVia: mine")
    with pytest.raises(Malformed):
        Params().put("a;b", "c")


@pytest.mark.parametrize("text", ["", "-1", "+1", "1_0", "٣", "1e3", "4294967296", "9" * 50_000])
def test_only_plain_digits_are_a_number(text):
    with pytest.raises(Malformed):
        number(text, "it")


def test_leading_zeros_are_a_habit_not_a_fault():
    assert number("0000000000000009", "it") == 9
    assert number("0" * 50_000, "it") == 0


@given(one_line)
def test_what_was_quoted_reads_as_before(text):
    assert unquote(quote(text)) == text
    assert split(quote(text) + ",x", ",") == [quote(text), "x"]


@given(params)
def test_parameters_print_what_they_parse(params):
    assert Params.parse(str(params)) == params


@given(texts)
def test_no_text_breaks_the_readers(text):
    is_token(text)
    unquote(text)
    for read in (Params.parse, lambda given: split(given, ","), lambda given: number(given, "it")):
        with suppress(Malformed):
            read(text)
