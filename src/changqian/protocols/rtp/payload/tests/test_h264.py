"""Pictures cut for the network and put together again."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.payload.errors import MalformedPayload
from changqian.protocols.rtp.payload.h264 import NON_INTERLEAVED, SINGLE, STAP_A, Depacketizer, Picture, cut

SPS, PPS = bytes.fromhex("6742e01f96540a0fd80880"), bytes.fromhex("68ce3c80")
IDR, SLICE = b"\x65\xb8" + bytes(range(40)) * 90, b"\x41\x9a" + bytes(range(30)) * 20
SMALL = b"\x41\x9a\x01\x02"

units = st.builds(
    lambda kind, body: bytes([kind]) + body,
    st.sampled_from((0x65, 0x41, 0x01, 0x06, 0x67, 0x68)),
    st.binary(min_size=1, max_size=300),
)


class Sender:
    def __init__(self) -> None:
        self.sequence, self.timestamp = 65530, 2**32 - 3000

    def picture(self, *found: bytes, mode: int = NON_INTERLEAVED, largest: int = 1200) -> list[Packet]:
        payloads = cut(found, mode=mode, largest=largest)
        made = []
        for at, payload in enumerate(payloads, start=1):
            made.append(Packet(99, self.sequence, self.timestamp, 7, payload, at == len(payloads)))
            self.sequence = self.sequence + 1 & 0xFFFF
        self.timestamp = self.timestamp + 3000 & 0xFFFFFFFF
        return made


def shown(receiver: Depacketizer, *packets: Packet) -> list[Picture]:
    return [picture for packet in packets for picture in receiver.push(packet)]


@given(st.lists(st.lists(units, min_size=1, max_size=5), min_size=1, max_size=5), st.integers(4, 400), st.booleans())
def test_what_is_cut_is_put_together_again(pictures, largest, single):
    sender, receiver = Sender(), Depacketizer()
    mode = SINGLE if single else NON_INTERLEAVED
    for picture in pictures:
        if single and max(map(len, picture)) > largest:
            with pytest.raises(MalformedPayload):
                cut(picture, mode=mode, largest=largest)
            continue
        packets = sender.picture(*picture, mode=mode, largest=largest)
        assert all(len(packet.payload) <= largest for packet in packets)
        (found,) = shown(receiver, *packets)
        added = len(found.units) - len(picture)
        assert (found.units[added:], found.complete) == (tuple(picture), True)


def test_small_neighbours_travel_together_and_large_units_in_pieces():
    payloads = cut([SPS, PPS, IDR], largest=1000)
    assert payloads[0][0] & 0x1F == STAP_A
    assert [payload[0] & 0x1F for payload in payloads[1:]] == [28] * 4
    assert [payload[1] & 0xC0 for payload in payloads[1:]] == [0x80, 0, 0, 0x40]
    assert cut([SMALL]) == [SMALL]


def test_the_importance_of_an_aggregate_is_the_highest_of_its_units():
    (payload,) = cut([b"\x01\x02", b"\x65\x01"])
    assert payload[0] == 0x60 | STAP_A


def test_mode_0_cannot_cut():
    assert cut([SPS, PPS, SMALL], mode=SINGLE) == [SPS, PPS, SMALL]
    with pytest.raises(MalformedPayload, match="mode 0"):
        cut([IDR], mode=SINGLE)
    with pytest.raises(MalformedPayload):
        cut([b""])


def test_nothing_is_clean_before_a_key_picture():
    sender, receiver = Sender(), Depacketizer()
    assert receiver.wants_key
    (first,) = shown(receiver, *sender.picture(SMALL))
    assert (first.complete, first.clean) == (True, False)
    (key,) = shown(receiver, *sender.picture(SPS, PPS, IDR))
    assert (key.key, key.clean, receiver.wants_key) == (True, True, False)
    (then,) = shown(receiver, *sender.picture(SLICE))
    assert (then.key, then.clean) == (False, True)


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_lost_piece_spoils_what_follows_until_the_next_key_picture(missing):
    sender, receiver = Sender(), Depacketizer()
    shown(receiver, *sender.picture(SPS, PPS, IDR))
    packets = sender.picture(SLICE, largest=250)
    del packets[missing]
    later = shown(receiver, *packets, *sender.picture(SMALL), *sender.picture(SMALL))
    assert later
    assert not any(picture.clean for picture in later)
    assert receiver.wants_key
    assert shown(receiver, *sender.picture(SPS, PPS, IDR))[-1].clean


def test_a_whole_picture_behind_a_lost_one_is_whole_and_not_clean():
    sender, receiver = Sender(), Depacketizer()
    shown(receiver, *sender.picture(SPS, PPS, IDR))
    sender.picture(SLICE)
    (picture,) = shown(receiver, *sender.picture(SLICE))
    assert (picture.complete, picture.clean) == (True, False)
    sender.picture(SLICE)
    (key,) = shown(receiver, *sender.picture(SPS, PPS, IDR))
    assert (key.complete, key.clean) == (True, True)


def test_a_key_picture_whose_parameter_sets_nobody_knows_is_none():
    receiver = Depacketizer()
    (picture,) = shown(receiver, *Sender().picture(IDR))
    assert (picture.key, picture.complete, picture.clean) == (False, True, False)
    assert receiver.wants_key


def test_a_sender_that_never_sets_the_marker_is_understood_one_picture_later():
    sender, receiver = Sender(), Depacketizer()
    unmarked = [
        packet._replace(marker=False) for picture in ((SPS, PPS, IDR), (SLICE,)) for packet in sender.picture(*picture)
    ]
    (picture,) = shown(receiver, *unmarked)
    assert (picture.units, picture.clean) == ((SPS, PPS, IDR), True)


def test_parameter_sets_of_the_description_come_before_key_pictures_without_their_own():
    sender, receiver = Sender(), Depacketizer(sets=(SPS, PPS))
    (key,) = shown(receiver, *sender.picture(IDR))
    assert key.units == (SPS, PPS, IDR)
    assert key.annex_b.startswith(b"\0\0\0\1" + SPS)
    other = SPS[:-1] + b"\x81"
    shown(receiver, *sender.picture(other, PPS, IDR))
    assert shown(receiver, *sender.picture(IDR))[0].units[0] == other


@pytest.mark.parametrize(
    "payload",
    [b"\x1c\x85", b"\x1c\xc5\x01", b"\x18", b"\x18\x00\x09\x65", b"\x19\x00", b"\x1d\x80\x00\x00", b"\x00\x01"],
)
def test_what_holds_no_unit_is_counted(payload):
    receiver = Depacketizer()
    assert not shown(receiver, Packet(99, 1, 0, 7, payload, True))
    assert (receiver.counters.malformed, receiver.counters.pictures) == (1, 0)


def test_an_empty_packet_keeps_the_path_open_and_spoils_nothing():
    sender, receiver = Sender(), Depacketizer()
    first, *rest = sender.picture(SPS, PPS, IDR)
    empty = first._replace(payload=b"", sequence=first.sequence - 1, marker=False)
    assert shown(receiver, empty, first, *rest)[-1].clean
    assert not receiver.counters.malformed


def test_a_picture_that_never_ends_is_dropped():
    receiver = Depacketizer()
    for number in range(80):
        assert not receiver.push(Packet(99, number, 0, 7, b"\x41" + bytes(60000)))
    assert receiver.counters.malformed >= 1


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3), st.binary(max_size=30), st.booleans()), max_size=40))
def test_any_packets_in_never_an_error_out(found):
    receiver = Depacketizer()
    for sequence, timestamp, payload, marker in found:
        for picture in receiver.push(Packet(99, sequence, timestamp, 7, payload, marker)):
            assert picture.units
            assert picture.complete or not picture.clean


@given(st.integers(0, 2**32), st.floats(0, 0.3))
def test_whatever_is_lost_a_clean_picture_is_one_that_was_sent(seed, lossy):
    random, sender, receiver = Random(seed), Sender(), Depacketizer()
    sent = {}
    for number in range(40):
        body = bytes([number]) + random.randbytes(random.randrange(1, 2500))
        picture = (SPS, PPS, b"\x65\xb8" + body) if number % 10 == 0 else (b"\x41\x9a" + body,)
        sent[sender.timestamp] = picture
        arriving = [packet for packet in sender.picture(*picture) if random.random() >= lossy]
        for found in shown(receiver, *arriving):
            assert not found.clean or found.units == sent[found.timestamp]
            assert not found.complete or set(found.units) <= {*sent[found.timestamp], SPS, PPS}
    if not lossy:
        assert receiver.counters.pictures == 40
        assert not receiver.counters.incomplete
