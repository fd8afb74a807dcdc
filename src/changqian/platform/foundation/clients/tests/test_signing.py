"""What is signed: one spelling per meaning, another text for every other meaning."""

from urllib.parse import parse_qsl, quote, unquote, urlencode

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from changqian.platform.foundation.clients.signing import (
    Malformed,
    Signed,
    canonical_path,
    canonical_query,
    new_secret,
    open_sealed,
    parse,
    seal,
    signature,
    to_sign,
)
from changqian.platform.kernel.crypto import Unsealable

HEADER = "HMAC-SM3 client=app-1,key=1,timestamp=1764000000,nonce=0123456789abcdef,session=,signature=ab12"
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
PAIRS = st.lists(st.tuples(TEXT.filter(bool), TEXT), max_size=6)


def test_a_header_is_read():
    assert parse(HEADER) == Signed("app-1", 1, 1764000000, "0123456789abcdef", "", "ab12")


def test_other_schemes_are_not_ours():
    for header in ("", "Bearer abc", "Basic dXNlcg==", "HMAC-SHA256 client=1"):
        assert parse(header) is None


@pytest.mark.parametrize(
    "header",
    [
        "HMAC-SM3",
        "HMAC-SM3 client=app-1",
        HEADER.replace("key=1", "key=one"),
        HEADER.replace("key=1", "key="),
        HEADER.replace("timestamp=1764000000", "timestamp=-5"),
        HEADER.replace("timestamp=1764000000", "timestamp=1e9"),
        HEADER.replace("timestamp=1764000000", "timestamp=１７６４"),
        HEADER + ",client=app-2",
        HEADER + ",more=1",
        HEADER.replace("nonce=", "nonce=\n"),
        HEADER.replace("client=app-1", 'client="app-1"'),
        HEADER.replace("session=", "session=" + "a" * 201),
    ],
)
def test_a_header_written_wrongly_is_refused(header):
    with pytest.raises(Malformed):
        parse(header)


@given(st.text(max_size=200))
def test_whatever_stands_in_a_header_is_read_or_refused(text):
    try:
        parse(f"HMAC-SM3 {text}")
    except Malformed:
        return


@given(PAIRS)
def test_a_query_has_one_spelling_however_it_was_written(pairs):
    spelt = canonical_query(urlencode(pairs))
    assert spelt == canonical_query(
        "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in pairs)
    )
    assert canonical_query(spelt) == spelt


@given(PAIRS)
def test_the_spelling_says_what_the_server_will_read(pairs):
    """Values of one name keep their order: of `a=1&a=2` the last one counts."""
    read = parse_qsl(canonical_query(urlencode(pairs)), keep_blank_values=True)
    for name in {name for name, _ in pairs}:
        assert [v for n, v in read if n == name] == [v for n, v in pairs if n == name]
    assert len(read) == len(pairs)


@given(PAIRS, PAIRS)
def test_two_meanings_have_two_spellings(one, other):
    def meaning(pairs):
        return {name: [v for n, v in pairs if n == name] for name, _ in pairs}

    assume(meaning(one) != meaning(other))
    assert canonical_query(urlencode(one)) != canonical_query(urlencode(other))


@given(TEXT, TEXT)
def test_two_paths_have_two_spellings(one, other):
    same = canonical_path(f"/{one}".encode()) == canonical_path(f"/{other}".encode())
    assert same == (one == other)
    assert unquote(canonical_path(f"/{one}".encode())) == f"/{one}"


SIGNED = Signed("app-1", 1, 1764000000, "0123456789abcdef", "token", "")
CALL = {"method": "POST", "path": b"/api/hazards/", "query": "a=1", "body": b"{}"}


@pytest.mark.parametrize(
    "changed",
    [
        {"method": "PUT"},
        {"path": b"/api/hazards/1/"},
        {"path": b"/api/hazards"},
        {"query": "a=2"},
        {"query": "a=1&b="},
        {"query": ""},
        {"body": b"{} "},
        {"body": b""},
    ],
)
def test_whatever_is_changed_changes_the_signature(changed):
    secret = new_secret()
    assert signature(secret, to_sign(SIGNED, **CALL)) != signature(secret, to_sign(SIGNED, **{**CALL, **changed}))


@given(st.tuples(*[TEXT] * 4), st.tuples(*[TEXT] * 4))
def test_no_part_can_pose_as_two(one, other):
    """A line break inside a part would let another split of the same text be signed."""
    assume(one != other)

    def text(parts):
        path, name, value, body = parts
        query = urlencode({f"k{name}": value})
        return to_sign(SIGNED, method="POST", path=f"/{path}".encode(), query=query, body=body.encode())

    assert text(one) != text(other)
    assert text(one).count(b"\n") == 7


def test_the_method_is_signed_in_upper_case():
    assert to_sign(SIGNED, **CALL) == to_sign(SIGNED, **{**CALL, "method": "post"})


@given(st.binary(max_size=200))
def test_what_is_sealed_opens_at_its_own_place_only(plain):
    secret = new_secret()
    sealed = seal(secret, 3, plain, bound_to="request n1")
    assert open_sealed(secret, 3, sealed, bound_to="request n1") == plain
    for wrong in (
        (secret, 3, sealed, "request n2"),
        (secret, 3, sealed, "response n1 200"),
        (secret, 2, sealed, "request n1"),
        (new_secret(), 3, sealed, "request n1"),
        (secret, 3, sealed[:-4] + b"AAAA" if sealed[-4:] != b"AAAA" else sealed[:-4] + b"BBBB", "request n1"),
    ):
        with pytest.raises(Unsealable):
            open_sealed(*wrong[:3], bound_to=wrong[3])


@given(st.binary(max_size=60))
def test_nonsense_does_not_open(sealed):
    with pytest.raises(Unsealable):
        open_sealed("00" * 32, 1, sealed, bound_to="request n")
