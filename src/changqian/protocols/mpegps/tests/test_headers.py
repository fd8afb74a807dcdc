"""Headers, parameter sets and AAC frames, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.mpegps import adts, headers, nal
from changqian.protocols.mpegps.bits import Bits, unescaped
from changqian.protocols.mpegps.codecs import STREAM_TYPES, TYPE_OF, Codec, Kind
from changqian.protocols.mpegps.sps import Sps, UnreadableSps
from changqian.protocols.mpegps.tests import film

ticks = st.integers(0, headers.TICKS - 1)


@given(ticks, ticks, st.integers(0, 60000))
def test_timestamps_survive(pts, dts, size):
    header = headers.pes_header(headers.VIDEO, size, pts, dts)
    assert headers.timestamps(header, 0) == (pts, dts)
    assert headers.length_at(header, 4)[0] == len(header) - 6 + size
    assert headers.clock(headers.pack_header(pts, 4000), 0) == pts
    assert headers.timestamps(headers.pes_header(headers.AUDIO, size, None, None), 0) == (None, None)


@given(st.lists(st.sampled_from(list(STREAM_TYPES)), max_size=8))
def test_a_map_names_its_streams(kinds):
    streams = tuple((headers.VIDEO + at, kind) for at, kind in enumerate(kinds))
    made = headers.stream_map(streams)
    assert headers.stream_types(made[6:]) == streams
    assert headers.crc32(made) == 0, "the remainder over a whole map (ISO/IEC 13818-1 annex A)"


@given(st.binary(max_size=64))
def test_maps_of_any_bytes_are_read_as_far_as_they_go(data):
    assert all(len(each) == 2 for each in headers.stream_types(data))


def test_every_type_has_a_codec_and_a_kind():
    assert all(STREAM_TYPES[TYPE_OF[codec]] is codec for codec in Codec)
    assert (Codec.H265.kind, Codec.AAC.kind) == (Kind.VIDEO, Kind.AUDIO)


@pytest.mark.parametrize("size", [(320, 180), (640, 360), (1280, 722)])
@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_a_parameter_set_says_the_size_of_the_picture(codec, size):
    key = film.shots(codec, 1, *size)[0].data
    sets = nal.ParameterSets.of(key, codec)
    assert sets
    read = Sps.parse(sets.sps[0], codec)
    assert (read.width, read.height) == size
    prefix = f"avc1.{sets.sps[0][1:4].hex().upper()}" if codec is Codec.H264 else "hvc1.1."
    assert read.codec_string.startswith(prefix)


@given(st.binary(max_size=120), st.sampled_from([Codec.H264, Codec.H265]))
def test_a_set_of_any_bytes_is_read_or_refused(data, codec):
    try:
        read = Sps.parse(data, codec)
    except UnreadableSps:
        return
    assert read.width > 0
    assert read.height > 0


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_units_are_found_and_told_apart(codec):
    for shot in film.shots(codec):
        units = nal.split(shot.data)
        assert nal.split(nal.joined(units)) == units
        seen = nal.look(shot.data, codec)
        assert (seen.starts, seen.picture, seen.key) == (True, True, shot.key)
    assert nal.guess(film.shots(codec)[0].data) is codec
    assert nal.guess(film.shots(codec)[1].data) is None, "a picture alone does not say"


@given(st.binary(max_size=200), st.sampled_from([Codec.H264, Codec.H265]))
def test_units_of_any_bytes(data, codec):
    assert b"\0\0\1" not in b"|".join(nal.split(data))
    nal.look(data, codec)
    nal.guess(data)


@given(st.lists(st.integers(0, 5000), max_size=20))
def test_exp_golomb_codes(numbers):
    told = "".join(f"{bin(number + 1)[2:]:0>{2 * (number + 1).bit_length() - 1}}" for number in numbers)
    data = int(told.ljust(-(-len(told) // 8) * 8, "0") or "0", 2).to_bytes(-(-len(told) // 8) or 1)
    bits = Bits(data)
    assert [bits.ue() for _ in numbers] == numbers
    assert bits.left >= 0


def test_emulation_prevention_is_taken_out():
    assert unescaped(b"\x67\0\0\3\1\0\0\3\3") == b"\x67\0\0\1\0\0\3"


@given(
    st.lists(st.binary(min_size=1, max_size=300), max_size=6),
    st.sampled_from(adts.RATES),
    st.integers(1, 7),
    st.integers(0, 20),
)
def test_aac_frames_are_cut_where_their_headers_say(frames, rate, channels, torn):
    made = [adts.framed(frame, sample_rate=rate, channels=channels) for frame in frames]
    whole = b"".join(made)
    found, rest = adts.split(whole + whole[:torn][:5])
    assert found == made
    assert rest == whole[:torn][:5]
    for frame in found:
        header = adts.Adts.parse(frame)
        assert (header.sample_rate, header.channels, bytes(header)) == (rate, channels, frame[:7])
        assert header.codec_string == "mp4a.40.2"
