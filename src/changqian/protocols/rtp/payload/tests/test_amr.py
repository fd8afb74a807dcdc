"""Speech in both packings, bit for bit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.rtp.payload import sampled
from changqian.protocols.rtp.payload.amr import (
    MOST_FRAMES,
    NARROW,
    NO_DATA,
    NO_REQUEST,
    SPEECH_LOST,
    WIDE,
    Frame,
    Packing,
    Payload,
    fits,
    from_stored,
    pack,
    unpack,
)
from changqian.protocols.rtp.payload.errors import MalformedPayload
from changqian.protocols.rtp.payload.modes import ModeControl

variants = st.sampled_from((NARROW, WIDE))
packings = st.sampled_from(Packing)


def frame(variant, kind: int, bits: int, good: bool = True) -> Frame:
    """With these bits, cut to size."""
    size = variant.bits[kind]
    spare = -size % 8
    return Frame(kind, ((bits & (1 << size) - 1) << spare).to_bytes(size + spare >> 3), good)


@st.composite
def spoken(draw) -> tuple:
    variant = draw(variants)
    kinds = st.lists(st.sampled_from(sorted(variant.bits)), min_size=1, max_size=MOST_FRAMES)
    frames = tuple(frame(variant, kind, draw(st.integers(0, 2**480 - 1)), draw(st.booleans())) for kind in draw(kinds))
    return variant, Payload(frames, draw(st.integers(0, 15)))


@given(spoken(), packings)
def test_speech_is_unpacked_as_it_was_packed(speech, packing):
    variant, payload = speech
    data = pack(payload, variant, packing)
    assert unpack(data, variant, packing) == payload
    assert fits(data, variant, packing)


@given(spoken())
def test_the_packing_can_be_changed_and_back_without_touching_the_speech(speech):
    variant, payload = speech
    efficient = pack(payload, variant, Packing.BANDWIDTH_EFFICIENT)
    aligned = pack(unpack(efficient, variant, Packing.BANDWIDTH_EFFICIENT), variant, Packing.OCTET_ALIGNED)
    assert pack(unpack(aligned, variant, Packing.OCTET_ALIGNED), variant, Packing.BANDWIDTH_EFFICIENT) == efficient


@given(st.binary(max_size=120), variants, packings)
def test_any_bytes_are_speech_or_malformed(data, variant, packing):
    try:
        payload = unpack(data, variant, packing)
    except MalformedPayload:
        return
    assert 0 < len(payload.frames) <= MOST_FRAMES
    assert unpack(pack(payload, variant, packing), variant, packing) == payload


@given(st.lists(st.sampled_from(range(9)), min_size=1, max_size=6), st.integers(0, 2**480 - 1))
def test_a_file_gives_its_frames_back(kinds, bits):
    frames = [frame(WIDE, kind, bits) for kind in kinds]
    data = WIDE.magic + b"".join(each.stored() for each in frames)
    assert list(from_stored(data, WIDE)) == frames
    with pytest.raises(MalformedPayload):
        list(from_stored(data[:-1], WIDE))


def test_the_bits_stand_where_the_standard_draws_them():
    """RFC 4867 §4.3.5.1: one frame of AMR 7.4, mode request 6: 4 + 6 + 148 bits and 2 to fill up."""
    data = pack(Payload((frame(NARROW, 4, 2**148 - 1),), request=6), NARROW, Packing.BANDWIDTH_EFFICIENT)
    assert f"{int.from_bytes(data):0160b}" == "0110" + "0" + "0100" + "1" + "1" * 148 + "00"
    # §4.4.5.1: the same octet-aligned has R bits and padding.
    data = pack(Payload((frame(NARROW, 4, 2**148 - 1),), request=6), NARROW, Packing.OCTET_ALIGNED)
    assert data == bytes([0b0110_0000, 0b0_0100_1_00]) + b"\xff" * 18 + b"\xf0"


def test_two_frames_of_wideband_share_a_table_of_contents():
    """§4.3.5.3: F is 1 on all but the last."""
    payload = Payload((frame(WIDE, 0, 1), frame(WIDE, 9, 0)))
    data = pack(payload, WIDE, Packing.BANDWIDTH_EFFICIENT)
    assert f"{int.from_bytes(data):0192b}"[:16] == "1111" + "100001" + "010011"
    assert len(data) == (4 + 12 + 132 + 40 + 7) // 8


def test_silence_is_small():
    assert len(pack(Payload((Frame(NO_DATA),)), WIDE, Packing.BANDWIDTH_EFFICIENT)) == 2
    assert len(pack(Payload((frame(WIDE, 9, 5),)), WIDE, Packing.BANDWIDTH_EFFICIENT)) == 7
    assert not Frame(NO_DATA).speaks(WIDE)
    assert not frame(WIDE, 9, 5).speaks(WIDE)
    assert frame(WIDE, 8, 5).speaks(WIDE)
    assert unpack(b"\xf0\x74", WIDE, Packing.OCTET_ALIGNED).frames == (Frame(SPEECH_LOST),)


@pytest.mark.parametrize("kind", range(9))
def test_the_wrong_packing_is_noticed_by_its_sizes(kind):
    speech = Payload((frame(WIDE, kind, 0x123456789),))
    for right, wrong in ((*Packing,), (*reversed(Packing),)):
        assert not fits(pack(speech, WIDE, right), WIDE, wrong)


@pytest.mark.parametrize(
    ("data", "packing"),
    [
        (b"", Packing.OCTET_ALIGNED),
        (b"\xf0", Packing.OCTET_ALIGNED),
        (b"\xf0", Packing.BANDWIDTH_EFFICIENT),
        (b"\xf0" + b"\xfc" * 30, Packing.OCTET_ALIGNED),
        (b"\xff" * 30, Packing.BANDWIDTH_EFFICIENT),
        (b"\xf0\x5c" + bytes(20), Packing.OCTET_ALIGNED),
        (b"\xf0\x44" + bytes(59), Packing.OCTET_ALIGNED),
        (b"\xf0\x44" + bytes(61), Packing.OCTET_ALIGNED),
    ],
)
def test_what_is_cut_off_reserved_or_endless_is_malformed(data, packing):
    with pytest.raises(MalformedPayload):
        unpack(data, WIDE, packing)


@pytest.mark.parametrize(
    "payload",
    [
        Payload(()),
        Payload((Frame(NO_DATA),) * 13),
        Payload((Frame(12),)),
        Payload((Frame(8, b"short"),)),
        Payload((Frame(NO_DATA),), 16),
    ],
)
def test_what_no_packet_can_hold_is_not_packed(payload):
    for packing in Packing:
        with pytest.raises(MalformedPayload):
            pack(payload, WIDE, packing)


class TestModes:
    def test_the_peers_wish_is_followed_within_what_was_agreed(self):
        control = ModeControl(WIDE, {0, 1, 2})
        assert control.next() == 2
        control.request(0)
        assert control.next() == 0
        control.request(NO_REQUEST)
        assert control.next() == 0
        control.request(8)
        assert control.next() == 2

    def test_a_gateway_to_gsm_gets_one_step_every_second_frame(self):
        control = ModeControl(NARROW, {0, 2, 4, 7}, period=2, neighbour=True)
        control.request(0)
        assert [control.next() for _ in range(7)] == [4, 4, 2, 2, 0, 0, 0]

    def test_our_own_limit_holds_against_a_wish(self):
        control = ModeControl(WIDE, WIDE.modes)
        control.limit(2)
        control.request(8)
        assert control.next() == 2

    def test_without_a_mode_there_is_no_speech(self):
        with pytest.raises(ValueError, match="without a mode"):
            ModeControl(NARROW, {8})

    @given(st.sets(st.integers(0, 8), min_size=1), st.lists(st.integers(-3, 20), max_size=30), st.booleans())
    def test_whatever_is_asked_only_agreed_modes_are_sent(self, modes, wishes, neighbour):
        control = ModeControl(WIDE, modes, neighbour=neighbour)
        for wish in wishes:
            control.request(wish)
            assert control.next() in modes


class TestSampled:
    def test_a_packet_of_30_ms_is_three_pieces_of_10(self):
        pieces = list(sampled.frames(bytes(240), 2**32 - 80, 80))
        assert [(at, len(data)) for at, data in pieces] == [(2**32 - 80, 80), (0, 80), (80, 80)]

    @given(st.integers(0, 127))
    def test_comfort_noise_has_its_level(self, level):
        assert sampled.noise(sampled.comfort(-level)) == -level
        assert sampled.noise(b"") == -127
