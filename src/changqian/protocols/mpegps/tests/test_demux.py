"""A device's program stream comes out as the frames it was made of, or not at all."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from changqian.protocols.mpegps import headers
from changqian.protocols.mpegps.codecs import Codec, Kind
from changqian.protocols.mpegps.demux import LARGEST, Demuxer
from changqian.protocols.mpegps.events import Damaged, Event, Fault, Frame, Stream
from changqian.protocols.mpegps.tests import film
from changqian.protocols.rtp.packet import Packet
from changqian.protocols.rtp.sending import Sender
from changqian.protocols.rtp.window import Gap, Window

SOUND = b"\xd5" * 160


def packets(codec: Codec = Codec.H264, *, mapped: bool = True, since: int = 0, largest: int = 900) -> list[Packet]:
    sender = Sender(payload_type=96, ssrc=7, sequence=65500, largest=largest)
    made = []
    for number, shot in enumerate(film.shots(codec)):
        pts = (since + number * film.STEP) % headers.TICKS
        made += sender.cut(film.pack(shot, pts, codec, sound=SOUND, mapped=mapped), pts)
    return [Packet.parse(each) for each in made]


def played(arriving: list[Packet], *, depth: int = 32) -> list[Event]:
    window, demuxer, found = Window(wait=1.0, depth=depth), Demuxer(), []
    items = [item for packet in arriving for item in window.push(packet, 0.0)]
    for item in (*items, *window.flush()):
        if isinstance(item, Gap):
            found += demuxer.lost()
        else:
            found += demuxer.push(item.payload, item.timestamp, item.marker)
    return found


def pictures(events: list[Event]) -> list[Frame]:
    return [each for each in events if isinstance(each, Frame) and each.codec.kind is Kind.VIDEO]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_what_was_sent_comes_out_picture_by_picture(codec):
    events = played(packets(codec))
    shots = film.shots(codec)
    assert [(each.data, each.key) for each in pictures(events)] == [(shot.data, shot.key) for shot in shots]
    assert [each.pts for each in pictures(events)] == [number * film.STEP for number in range(len(shots))]
    assert {each.codec for each in events if isinstance(each, Stream)} == {codec, Codec.G711A}
    sounds = [each.data for each in events if isinstance(each, Frame) and each.codec is Codec.G711A]
    assert sounds == [SOUND] * len(shots)
    assert not [each for each in events if isinstance(each, Damaged)]


@pytest.mark.parametrize("codec", [Codec.H264, Codec.H265])
def test_a_device_that_sends_no_map_is_understood_by_its_parameter_sets(codec):
    assert [each.data for each in pictures(played(packets(codec, mapped=False)))] == [
        shot.data for shot in film.shots(codec)
    ]


def test_packets_out_of_order_and_twice_change_nothing():
    arriving, random = packets(), Random(3)
    for at in range(1, len(arriving) - 1, 5):
        arriving[at], arriving[at + 1] = arriving[at + 1], arriving[at]
    arriving = [copy for packet in arriving for copy in [packet] * random.choice((1, 1, 2))]
    assert [each.data for each in pictures(played(arriving))] == [shot.data for shot in film.shots()]


def test_after_a_loss_only_whole_pictures_come_and_they_begin_with_a_key_frame():
    arriving = packets()
    whole = {shot.data: number for number, shot in enumerate(film.shots())}
    for gone in range(1, len(arriving), 9):
        events = played([packet for at, packet in enumerate(arriving) if at != gone])
        numbers = [whole[each.data] for each in pictures(events)]
        missing = [at for at in range(len(whole)) if at not in numbers]
        assert len(missing) <= film.GROUP, "no more than one group of pictures"
        assert sum(isinstance(each, Damaged) for each in events) == 1
        if missing:
            resumed = [at for at in numbers if at > missing[-1]]
            assert not resumed or film.shots()[resumed[0]].key


def test_time_goes_on_where_33_bits_wrap():
    since = headers.TICKS - 5 * film.STEP
    times = [each.pts for each in pictures(played(packets(since=since)))]
    assert times == [since + number * film.STEP for number in range(len(times))]


def test_a_device_that_marks_every_packet_is_found_out():
    arriving = [packet._replace(marker=True) for packet in packets()]
    seen = [each.data for each in pictures(played(arriving))]
    assert seen[-1] == film.shots()[-2].data or seen[-1] == film.shots()[-1].data
    assert set(seen) <= {shot.data for shot in film.shots()}


def test_a_device_gone_mad_is_not_kept():
    demuxer, found = Demuxer(), []
    for _ in range(LARGEST // 60000 + 2):
        found += demuxer.push(headers.PACK_START + bytes(60000), 5, False)
    assert Damaged(Fault.OVERSIZED, None) in found
    assert demuxer.size <= LARGEST


@given(st.lists(st.tuples(st.binary(max_size=80), st.integers(0, 3), st.booleans(), st.booleans()), max_size=30))
def test_no_bytes_disturb_it(pieces):
    demuxer = Demuxer()
    for data, timestamp, marker, starts in pieces:
        demuxer.push(headers.PACK_START + data if starts else data, timestamp, marker)
    assert demuxer.video_frames == demuxer.key_frames == 0 or demuxer.told


@settings(max_examples=30)
@given(st.integers(500, 4000), st.integers(0, 200), st.binary(min_size=1, max_size=4))
def test_a_stream_with_a_wrong_place_still_ends_well(largest, at, wrong):
    arriving = packets(largest=largest)
    place = at % len(arriving)
    broken = arriving[place]
    spot = len(broken.payload) // 2
    arriving[place] = broken._replace(payload=broken.payload[:spot] + wrong + broken.payload[spot + len(wrong) :])
    assert len(pictures(played(arriving))) >= len(film.shots()) - film.GROUP - 1
