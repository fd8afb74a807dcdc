"""Who is who: what a camera or an operator's network asks, and what is answered."""

import hashlib
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sip.digest import (
    ALGORITHMS,
    Challenge,
    Credentials,
    Guard,
    Verdict,
    authorised,
    digest_of,
    ha1s,
)
from changqian.protocols.sip.grammar import Malformed
from changqian.protocols.sip.message import Message
from changqian.protocols.sip.tests.cast import CAMERA, DOMAIN, SECRET, request
from changqian.protocols.sip.tests.test_grammar import one_line, texts

URI = f"sip:{DOMAIN}"
NAMES = [*ALGORITHMS, *(f"{name}-sess" for name in ALGORITHMS)]


def guard(**given) -> Guard:
    return Guard(DOMAIN, b"key of the platform", **given)


def answered(challenge: Challenge, secret=SECRET, **given) -> Credentials:
    known = {"username": CAMERA, "method": "REGISTER", "uri": URI, "cnonce": "c0ffee"}
    return Credentials.answer(challenge, secret=secret, **(known | given))


def check(who: Guard, credentials: Credentials, now: float = 1.0, secret=SECRET, method="REGISTER", body=b""):
    return who.check(credentials, secret=secret, method=method, now=now, body=body)


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_answers_are_those_of_the_rfc(algorithm, response):
    """RFC 7616 §3.9.1."""
    challenge = Challenge(
        realm="http-auth@example.org",
        nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        algorithm=algorithm,
        qop=("auth", "auth-int"),
        opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
    )
    credentials = Credentials.answer(
        challenge,
        username="Mufasa",
        secret="Circle of Life",
        method="GET",
        uri="/dir/index.html",
        cnonce="f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    )
    assert (credentials.response, credentials.qop) == (response, "auth")


def test_without_qop_it_is_as_the_oldest_rfc_has_it():
    """RFC 2069 §2.4, as its erratum 749 corrects it."""
    challenge = Challenge("testrealm@host.com", "dcd98b7102dd2f0e8b11d0f600bfb0c093")
    credentials = Credentials.answer(
        challenge, username="Mufasa", secret="CircleOfLife", method="GET", uri="/dir/index.html", cnonce="x"
    )
    assert credentials.response == "1949323746fe6a43ef61f9606e7febea"
    assert (credentials.qop, credentials.cnonce, credentials.count) == ("", "", 0)


def test_sm3_is_sm3():
    """GB/T 32905-2016, A.1."""
    assert digest_of("SM3", b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"


def test_a_session_key_is_bound_to_the_nonce_and_cnonce():
    """RFC 7616 §3.4.2, reckoned by hand."""

    def md5(text):
        return hashlib.md5(text.encode()).hexdigest()

    credentials = answered(Challenge(DOMAIN, "n", "MD5-sess", ("auth",)))
    ha1 = md5(f"{md5(f'{CAMERA}:{DOMAIN}:{SECRET}')}:n:c0ffee")
    assert credentials.response == md5(f"{ha1}:n:00000001:c0ffee:auth:{md5(f'REGISTER:{URI}')}")


@pytest.mark.parametrize("algorithm", NAMES)
@pytest.mark.parametrize("qop", [(), ("auth",), ("auth-int",), ("auth", "auth-int")])
@pytest.mark.parametrize("kept", ["password", "hash"])
def test_who_knows_the_secret_is_let_in_whatever_the_algorithm(algorithm, qop, kept):
    secret = SECRET if kept == "password" else ha1s(CAMERA, DOMAIN, SECRET)
    who = guard(algorithms=(algorithm,), qop=qop)
    challenge = Challenge.parse(str(who.challenges(0.0)[0]))
    credentials = Credentials.parse(str(answered(challenge, secret, body=b"<?xml?>")))
    assert check(who, credentials, secret=secret, body=b"<?xml?>") is Verdict.ACCEPTED
    # A password guessed wrong, a method other than was signed, and another body where that is signed.
    assert check(who, answered(challenge, "87654321"), secret=secret) is Verdict.WRONG
    assert check(guard(algorithms=(algorithm,), qop=qop), credentials, secret=secret, method="BYE") is Verdict.WRONG
    expected = Verdict.WRONG if qop == ("auth-int",) else Verdict.ACCEPTED
    assert check(guard(algorithms=(algorithm,), qop=qop), credentials, secret=secret, body=b"other") is expected


def test_only_what_was_offered_is_taken():
    who = guard(algorithms=("SM3",))
    nonce = who.challenges(0.0)[0].nonce
    weaker = answered(Challenge(DOMAIN, nonce, "MD5", ("auth",)))
    assert check(who, weaker) is Verdict.FOREIGN
    assert check(who, answered(Challenge(DOMAIN, nonce, "SM3", ("auth-int",)))) is Verdict.FOREIGN
    assert check(guard(), answered(Challenge("elsewhere", guard().challenges(0.0)[0].nonce))) is Verdict.FOREIGN


def test_a_count_is_good_once_and_only_upwards():
    who = guard()
    challenge = who.challenges(0.0)[0]
    first, second, third = (answered(challenge, count=count) for count in (1, 2, 3))
    assert [check(who, one) for one in (first, third, second, third, first)] == [
        Verdict.ACCEPTED,
        Verdict.ACCEPTED,
        Verdict.REPLAYED,
        Verdict.REPLAYED,
        Verdict.REPLAYED,
    ]


def test_without_qop_a_nonce_is_good_once():
    who = guard(qop=())
    credentials = answered(who.challenges(0.0)[0])
    assert [check(who, credentials) for _ in range(2)] == [Verdict.ACCEPTED, Verdict.REPLAYED]


def test_two_cameras_of_one_moment_have_each_their_own_nonce():
    who = guard()
    one, other = who.challenges(5.0)[0], who.challenges(5.0)[0]
    assert check(who, answered(one), now=5.0) is Verdict.ACCEPTED
    assert check(who, answered(other), now=5.0) is Verdict.ACCEPTED


def test_a_camera_that_ignores_qop_is_let_in_unless_told_otherwise():
    nonce = guard().challenges(0.0)[0].nonce
    ignoring = answered(Challenge(DOMAIN, nonce))
    assert check(guard(), ignoring) is Verdict.ACCEPTED
    assert check(guard(require_qop=True), ignoring) is Verdict.FOREIGN


def test_an_old_nonce_is_stale_and_a_made_up_one_is_foreign():
    who = guard(lifetime=60.0)
    old = answered(who.challenges(0.0)[0])
    assert check(who, old, now=60.0) is Verdict.ACCEPTED
    assert check(who, replace(old), now=60.1) is Verdict.STALE
    assert check(who, old, now=-1.0) is Verdict.STALE
    assert check(who, answered(Challenge(DOMAIN, "0.1.00", qop=("auth",)))) is Verdict.FOREIGN
    assert check(guard(lifetime=60.0), answered(Guard(DOMAIN, b"other").challenges(0.0)[0])) is Verdict.FOREIGN
    assert who.challenges(61.0, stale=True)[0].stale


def test_stale_is_said_only_to_who_knows_the_secret():
    who = guard(lifetime=60.0)
    assert check(who, answered(who.challenges(0.0)[0], "guessed"), now=100.0) is Verdict.WRONG


def test_counts_of_nonces_that_are_over_are_forgotten():
    who = guard(lifetime=60.0)
    for moment in range(0, 600, 10):
        assert check(who, answered(who.challenges(float(moment))[0]), now=float(moment)) is Verdict.ACCEPTED
    assert len(who.counts) == 7


def test_a_wrong_answer_leaves_nothing_behind():
    who = guard()
    for moment in range(50):
        check(who, answered(who.challenges(float(moment))[0], "guessed"), now=float(moment))
    assert who.counts == {}


def test_a_secret_kept_for_md5_does_not_answer_for_sm3():
    kept = {"MD5": ha1s(CAMERA, DOMAIN, SECRET)["MD5"]}
    who = guard(algorithms=("SM3", "MD5"))
    credentials = answered(who.challenges(0.0)[0], SECRET)
    assert credentials.algorithm == "SM3"
    assert check(who, credentials, secret=kept) is Verdict.WRONG


def asking(*challenges: str, status: int = 401):
    asked = Message.parse(request("REGISTER", uri=f"sip:{DOMAIN}"))
    name = "WWW-Authenticate" if status == 401 else "Proxy-Authenticate"
    return asked, asked.response(status, headers=[(name, challenge) for challenge in challenges])


@pytest.mark.parametrize(
    ("secret", "algorithm"), [(SECRET, "SM3"), (ha1s(CAMERA, DOMAIN, SECRET), "SM3"), ({"MD5": "0" * 32}, "MD5")]
)
def test_of_several_challenges_the_strongest_is_answered_that_can_be(secret, algorithm):
    asked, answer = asking(
        "NoOneKnows x=y",
        f'Digest realm="{DOMAIN}", nonce="a", algorithm=MD5, qop="auth,auth-int"',
        f'Digest realm="{DOMAIN}", nonce="a", algorithm=SM3, qop="auth"',
        f'Digest realm="{DOMAIN}", nonce="a", algorithm=WHIRLPOOL',
    )
    again = authorised(asked, answer, username=CAMERA, secret=secret, cnonce="c")
    credentials = Credentials.parse(again.headers.get("Authorization"))
    assert (credentials.algorithm, credentials.uri, credentials.qop) == (algorithm, f"sip:{DOMAIN}", "auth")
    assert (again.cseq.number, again.call_id) == (2, asked.call_id)
    assert credentials.proves(secret, method="REGISTER")


def test_a_proxy_is_answered_in_its_own_header():
    asked, answer = asking(f'Digest realm="{DOMAIN}", nonce="a"', status=407)
    again = authorised(asked, answer, username=CAMERA, secret=SECRET, cnonce="c")
    assert Credentials.parse(again.headers.get("Proxy-Authorization")).proves(SECRET, method="REGISTER")
    assert "Authorization" not in again.headers


def test_what_cannot_be_answered_says_so():
    asked, answer = asking("NoOneKnows x=y")
    with pytest.raises(Malformed):
        authorised(asked, answer, username=CAMERA, secret=SECRET, cnonce="c")


@pytest.mark.parametrize(
    ("text", "qop", "algorithm"),
    [
        ('Digest realm="r",nonce="n",qop="auth,auth-int"', ("auth", "auth-int"), "MD5"),
        ('digest  REALM = "r" , nonce=n, qop=auth, algorithm="md5-SESS"', ("auth",), "MD5-sess"),
        ('Digest realm="r", nonce="n", qop="", algorithm=sm3', (), "SM3"),
    ],
)
def test_a_challenge_is_read_as_the_field_writes_it(text, qop, algorithm):
    challenge = Challenge.parse(text)
    assert (challenge.realm, challenge.nonce, challenge.qop, challenge.algorithm) == ("r", "n", qop, algorithm)


def test_credentials_are_read_with_quotes_where_none_belong():
    text = (
        'Digest username="u",realm="r, s",nonce="n",uri="sip:x",response="AB",algorithm="MD5",qop="auth",nc="0000000A"'
    )
    credentials = Credentials.parse(text)
    assert (credentials.realm, credentials.qop, credentials.count, credentials.cnonce) == ("r, s", "auth", 10, "")


def test_two_challenges_may_share_a_line():
    line = 'Digest realm="a", nonce="1", qop="auth", Basic realm="b", Digest realm="c, d", nonce="2"'
    assert [challenge.realm for challenge in Challenge.parse_many([line])] == ["a", "c, d"]


@pytest.mark.parametrize("kind", [Challenge, Credentials])
@pytest.mark.parametrize("text", ["", "Basic abc", "Digest", 'Digest realm="r"', 'Digest realm="r, nonce="n"'])
def test_what_is_no_digest_is_refused(kind, text):
    with pytest.raises(Malformed):
        kind.parse(text)


@pytest.mark.parametrize("count", ["", "0x1", "-1", "123456789", "١"])
def test_a_count_is_eight_hexadecimal_digits(count):
    with pytest.raises(Malformed):
        Credentials.parse(
            f'Digest username="u",realm="r",nonce="n",uri="x",response="a",qop=auth,cnonce="c",nc={count}'
        )


@given(
    st.builds(
        Challenge,
        realm=one_line,
        nonce=one_line,
        algorithm=st.sampled_from(NAMES),
        qop=st.sampled_from([(), ("auth",), ("auth", "auth-int")]),
        opaque=one_line,
        stale=st.booleans(),
    )
)
def test_challenges_print_what_they_parse(challenge):
    assert Challenge.parse(str(challenge)) == challenge


@given(
    st.builds(Credentials, one_line, one_line, one_line, one_line, one_line, st.sampled_from(NAMES), opaque=one_line),
    st.sampled_from([("", "", 0), ("auth", "c", 1), ("auth-int", "c", 2**32 - 1)]),
)
def test_credentials_print_what_they_parse(credentials, protection):
    qop, cnonce, count = protection
    credentials = replace(credentials, qop=qop, cnonce=cnonce, count=count)
    assert Credentials.parse(str(credentials)) == credentials


@given(texts.map("Digest {}".format) | texts)
def test_no_text_breaks_the_readers(text):
    for kind in (Challenge, Credentials):
        with suppress(Malformed):
            found = kind.parse(text)
            assert kind.parse(str(found)) == found
        with suppress(Malformed):
            kind.parse_many([text])
