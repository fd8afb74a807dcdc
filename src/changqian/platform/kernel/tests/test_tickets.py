from base64 import urlsafe_b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel.crypto import hmac_sm3
from changqian.platform.kernel.tickets import BadTicket, encode, ticket, verify

KEY, NOW = b"k" * 32, datetime(2026, 3, 16, 9, 0, tzinfo=UTC)
MADE = ticket(
    audience="push", subject="7", resource="session:12", verbs=("listen",), expires_at=NOW + timedelta(seconds=60)
)
OTHER = replace(MADE, subject="8")


def test_a_ticket_says_what_was_written():
    assert verify(encode(MADE, KEY), KEY, audience="push", now=NOW) == MADE


def test_two_tickets_for_the_same_are_two():
    again = ticket(audience="push", subject="7", resource="", verbs=(), expires_at=NOW)
    assert again.id != MADE.id


@pytest.mark.parametrize(
    ("text", "audience", "later", "why"),
    [
        (encode(MADE, KEY), "push", 59.9, None),
        (encode(MADE, KEY), "push", 60, "票据已过期"),
        (encode(MADE, KEY), "video", 0, "票据不是为此服务签发的"),
        (encode(MADE, b"x" * 32), "push", 0, "票据无效"),
        (f"{encode(OTHER, KEY).partition('.')[0]}.{encode(MADE, KEY).partition('.')[2]}", "push", 0, "票据无效"),
        ("", "push", 0, "票据无效"),
        (".", "push", 0, "票据无效"),
        ("票据.票据", "push", 0, "票据无效"),
        ("a.b.c", "push", 0, "票据无效"),
    ],
)
def test_what_a_ticket_is_not_good_for(text, audience, later, why):
    now = NOW + timedelta(seconds=later)
    if why is None:
        assert verify(text, KEY, audience=audience, now=now)
        return
    with pytest.raises(BadTicket, match=why):
        verify(text, KEY, audience=audience, now=now)


@given(st.text(), st.text())
def test_nothing_made_up_gets_through(body, mac):
    with pytest.raises(BadTicket):
        verify(f"{body}.{mac}", KEY, audience="push", now=NOW)


@given(st.binary(max_size=80))
def test_what_we_signed_must_still_be_a_ticket(said):
    """A body that is ours by signature and nonsense by content is refused like any other."""
    body = urlsafe_b64encode(said).decode().rstrip("=")
    with pytest.raises(BadTicket, match="票据无效"):
        verify(f"{body}.{hmac_sm3(KEY, body.encode())}", KEY, audience="push", now=NOW)
