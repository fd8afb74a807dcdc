"""Sealing: what opens, what does not, and a ring of keys that several processes share."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.platform.kernel import keyring
from changqian.platform.kernel.crypto import KeysUnavailable, Sealer, Unsealable, hmac_sm3, sm3
from changqian.platform.kernel.keyring import SoftwareProvider

FIRST = b"\x01" * 32
PHONE, COLUMN = "13861000001", "people_person.phone"


@pytest.fixture
def file(tmp_path):
    return tmp_path / "keys" / "field.ring"


@pytest.fixture
def provider(file):
    return SoftwareProvider(file, first=FIRST)


def test_sm3_is_the_one_of_the_standard():
    """GM/T 0004-2012, annex A: the digest of abc."""
    assert sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert hmac_sm3(b"key", b"abc") != sm3(b"abc")


@given(st.text(min_size=1, max_size=200), st.text(max_size=40))
def test_what_was_sealed_opens_in_its_place_only(text, bound):
    sealer = Sealer(SoftwareProvider(keyring.Path("/nonexistent/ring"), first=FIRST))
    sealed = sealer.seal(text, bound=bound)
    assert sealer.open(sealed, bound=bound) == text
    assert text not in sealed or len(text) < 4
    with pytest.raises(Unsealable):
        sealer.open(sealed, bound=f"{bound}x")


def test_the_same_text_is_never_sealed_the_same_and_is_found_all_the_same(provider):
    sealer = Sealer(provider)
    assert sealer.seal(PHONE, bound=COLUMN) != sealer.seal(PHONE, bound=COLUMN)
    assert sealer.index(PHONE) == sealer.index(PHONE)
    assert sealer.index(PHONE) != sealer.index("13861000002")


@pytest.mark.parametrize(
    "broken",
    [
        *("", "1", "1:", "1.", "x:abc", "0:abcd", "1:****", "1:AAAA", "99:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
        *("1:中文", "-1:AAAA", "1:AAAA\n"),
    ],
)
def test_what_was_not_sealed_here_does_not_open(provider, broken):
    with pytest.raises(Unsealable):
        Sealer(provider).open(broken, bound=COLUMN)


def test_one_changed_character_does_not_open(provider):
    sealer = Sealer(provider)
    sealed = sealer.seal(PHONE, bound=COLUMN)
    for at in range(2, len(sealed) - 1):
        other = "A" if sealed[at] != "A" else "B"
        with pytest.raises(Unsealable):
            sealer.open(sealed[:at] + other + sealed[at + 1 :], bound=COLUMN)


def test_what_was_sealed_before_columns_were_bound_still_opens_but_cannot_be_passed_off_as_bound(provider):
    raw = keyring.encrypt(FIRST, PHONE.encode(), bound=b"")
    body = keyring_text(raw)
    assert Sealer(provider).open(f"1.{body}", bound=COLUMN) == PHONE
    with pytest.raises(Unsealable):
        Sealer(provider).open(f"1:{body}", bound=COLUMN)


def keyring_text(raw: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(raw).decode().rstrip("=")


class TestRing:
    def test_a_new_key_is_known_before_it_seals(self, provider, file):
        sealer = Sealer(provider)
        old, index = sealer.seal(PHONE, bound=COLUMN), sealer.index(PHONE)
        assert provider.add() == 2
        assert (provider.keys().active, provider.keys().usable) == (1, (1, 2))
        assert sealer.seal(PHONE, bound=COLUMN).startswith("1:")
        provider.activate(2)
        assert sealer.seal(PHONE, bound=COLUMN).startswith("2:")
        assert sealer.open(old, bound=COLUMN) == PHONE
        assert sealer.index(PHONE) != index
        assert index in sealer.indexes(PHONE)
        assert sealer.index(PHONE) in sealer.indexes(PHONE)
        assert file.stat().st_mode & 0o777 == 0o600

    def test_a_retired_key_opens_nothing_and_is_looked_for_no_more(self, provider):
        sealer = Sealer(provider)
        old = sealer.seal(PHONE, bound=COLUMN)
        provider.add()
        provider.activate(2)
        provider.retire(1)
        with pytest.raises(Unsealable):
            sealer.open(old, bound=COLUMN)
        assert len(sealer.indexes(PHONE)) == 1
        assert provider.keys().retired == (1,)
        assert provider.add() == 3, "a number is never given twice"

    def test_another_process_learns_of_a_key_when_it_meets_it(self, provider, file):
        """It looks once a second only; but what it cannot open makes it look at once."""
        other = SoftwareProvider(file, first=FIRST)
        assert other.keys().usable == (1,)
        provider.add()
        provider.activate(2)
        sealed = Sealer(provider).seal(PHONE, bound=COLUMN)
        assert other.keys().active == 1, "not a second has passed"
        assert Sealer(other).open(sealed, bound=COLUMN) == PHONE
        assert other.keys().active == 2

    def test_another_process_learns_of_a_key_within_a_second(self, provider, file, monkeypatch):
        clock = [100.0]
        monkeypatch.setattr(keyring.time, "monotonic", lambda: clock[0])
        other = SoftwareProvider(file, first=FIRST)
        assert other.keys().active == 1
        provider.add()
        provider.activate(2)
        clock[0] += 0.9
        assert other.keys().active == 1
        clock[0] += 0.2
        assert other.keys().active == 2

    def test_a_ring_that_others_can_read_is_refused(self, provider, file):
        provider.add()
        os.chmod(file, 0o644)
        with pytest.raises(KeysUnavailable, match="权限应为0600"):
            SoftwareProvider(file, first=FIRST).keys()

    @pytest.mark.parametrize(
        ("text", "sentence"),
        [
            ("", "无法识别"),
            ("{}", "无法识别"),
            ('{"active": 1, "keys": {"1": {"secret": "zz"}}}', "无法识别"),
            ('{"active": 2, "keys": {"1": {"secret": "00"}}}', "启用密钥不在其中"),
            ('{"active": 1, "keys": {"1": {"secret": "00", "retired": true}}}', "启用密钥不在其中"),
        ],
    )
    def test_a_damaged_ring_is_told_and_not_guessed_at(self, file, text, sentence):
        file.parent.mkdir()
        file.write_text(text)
        file.chmod(0o600)
        with pytest.raises(KeysUnavailable, match=sentence):
            SoftwareProvider(file, first=FIRST).keys()
