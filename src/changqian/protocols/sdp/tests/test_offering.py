"""What we offer, what we answer, and what is wrong with an answer."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.sdp import (
    Connection,
    Direction,
    Fault,
    Malformed,
    RtpMap,
    Session,
    Setup,
    Transport,
    answer,
    broadcast,
    download,
    faults,
    free_serial,
    play,
    playback,
    ssrc,
    talk,
)
from changqian.protocols.sdp.tests import samples

PLATFORM, CAMERA = "32040000002000000001", "32040000001320000001"
HERE = {"owner": PLATFORM, "host": "10.1.0.2", "port": 30000}
THERE = {"owner": CAMERA, "host": "10.9.9.9", "port": 15060}
MORNING = datetime(2026, 1, 1, 8, tzinfo=timezone(timedelta(hours=8)))


def test_live_video_is_asked_in_the_order_that_strict_devices_want():
    assert str(play(**HERE, ssrc="0400000001", stream=1)) == (
        "v=0\r\no=32040000002000000001 0 0 IN IP4 10.1.0.2\r\ns=Play\r\nc=IN IP4 10.1.0.2\r\nt=0 0\r\n"
        "m=video 30000 RTP/AVP 96 98\r\na=recvonly\r\na=rtpmap:96 PS/90000\r\na=rtpmap:98 H264/90000\r\n"
        "a=streamnumber:1\r\ny=0400000001\r\n"
    )


def test_a_download_names_its_source_its_hour_and_its_speed():
    asked = download(
        **HERE,
        channel=CAMERA,
        ssrc="1400000002",
        start=MORNING,
        stop=MORNING + timedelta(hours=1),
        speed=8,
        transport=Transport.TCP_PASSIVE,
        formats=(RtpMap(96, "PS", 90000),),
    )
    assert str(asked) == (
        "v=0\r\no=32040000002000000001 0 0 IN IP4 10.1.0.2\r\ns=Download\r\nu=32040000001320000001:0\r\n"
        "c=IN IP4 10.1.0.2\r\nt=1767225600 1767229200\r\nm=video 30000 TCP/RTP/AVP 96\r\na=recvonly\r\n"
        "a=rtpmap:96 PS/90000\r\na=setup:passive\r\na=connection:new\r\na=downloadspeed:8\r\ny=1400000002\r\n"
    )
    assert asked.media[0].download_speed == 8


@pytest.mark.parametrize("transport", Transport)
def test_each_offer_reads_back_as_it_was_meant(transport):
    span = {"start": MORNING, "stop": MORNING.astimezone(UTC) + timedelta(minutes=5), "channel": CAMERA}
    offers = [
        (play(**HERE, ssrc="0400000001", transport=transport), "Play", Direction.RECVONLY),
        (playback(**HERE, **span, ssrc="1400000001", transport=transport), "Playback", Direction.RECVONLY),
        (download(**HERE, **span, ssrc="1400000001", transport=transport), "Download", Direction.RECVONLY),
        (broadcast(**HERE, ssrc="0400000001", transport=transport), "Play", Direction.RECVONLY),
        (talk(**HERE, ssrc="0400000001", transport=transport), "Talk", Direction.SENDRECV),
    ]
    for offer, name, direction in offers:
        assert Session.parse(str(offer)) == offer
        assert offer.name == name
        assert offer.media[0].transport is transport
        assert offer.direction_of(offer.media[0]) is direction
        assert not faults(offer, answer(offer, **THERE))


def test_voice_is_g711_with_its_f_line():
    assert str(talk(**HERE, ssrc="0400000001")).endswith(
        "m=audio 30000 RTP/AVP 8\r\na=sendrecv\r\na=rtpmap:8 PCMA/8000\r\ny=0400000001\r\nf=v/////a/1/8/1\r\n"
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda: play(**HERE, ssrc="1"),
        lambda: play(**HERE, ssrc="9999999999"),
        lambda: playback(**HERE, channel=CAMERA, ssrc="1400000001", start=MORNING, stop=MORNING),
        lambda: download(
            **HERE, channel=CAMERA, ssrc="1400000001", start=MORNING, stop=MORNING + timedelta(1), speed=0
        ),
        lambda: answer(play(**HERE, ssrc="0400000001"), **THERE, payload=97),
        lambda: answer(Session.parse("s=Play"), **THERE),
    ],
)
def test_what_no_device_could_follow_is_not_offered(build):
    with pytest.raises(Malformed):
        build()


def test_an_answer_is_the_mirror_image_of_its_offer():
    offer = Session.parse(samples.RECORDER_TALK)
    reply = answer(broadcast(**THERE, ssrc="0400000009", transport=Transport.TCP_PASSIVE), **HERE)
    assert (reply.media[0].direction, reply.media[0].setup) == (Direction.SENDONLY, Setup.ACTIVE)
    assert reply.media[0].ssrc == "0400000009"
    picked = answer(offer, **HERE, payload=0)
    assert (picked.media[0].formats, picked.media[0].rtpmaps) == (("0",), {0: RtpMap(0, "PCMU", 8000)})
    assert (picked.name, picked.media[0].direction) == ("Talk", Direction.SENDRECV)


def test_only_the_first_stream_is_taken():
    two = replace(talk(**HERE, ssrc="0400000001"), media=play(**HERE, ssrc="0400000001").media * 2)
    assert [each.port for each in answer(two, **THERE).media] == [15060, 0]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"port": 0}, Fault.REJECTED),
        ({"protocol": "RTP/AVP"}, Fault.OTHER_TRANSPORT),
        ({"formats": ("99",)}, Fault.OTHER_FORMAT),
        ({"ssrc": "0400000002"}, Fault.OTHER_SSRC),
        ({"kind": "audio"}, Fault.NO_MEDIA),
        ({"connection": Connection("0.0.0.0")}, Fault.NO_HOST),
    ],
)
def test_an_answer_that_brings_no_picture_says_why(change, fault):
    offer = play(**HERE, ssrc="0400000001", transport=Transport.TCP_PASSIVE)
    good = answer(offer, **THERE)
    bad = replace(good, media=(replace(good.media[0], **change),))
    assert faults(offer, bad) == (fault,)


def test_two_that_wait_for_each_other_are_told_apart_from_two_that_call_each_other():
    for transport, fault in ((Transport.TCP_PASSIVE, Fault.BOTH_WAIT), (Transport.TCP_ACTIVE, Fault.BOTH_CONNECT)):
        offer = play(**HERE, ssrc="0400000001", transport=transport)
        assert faults(offer, play(**THERE, ssrc="0400000001", transport=transport)) == (fault,)
    assert faults(offer, Session.parse("s=Play")) == (Fault.NO_MEDIA,)


@pytest.mark.parametrize(
    ("domain", "serial", "history", "expected"),
    [
        ("32040000002000000001", 1, False, "0400000001"),
        ("34020012002000000001", 9999, True, "1200129999"),
        ("3402000000", 42, False, "0200000042"),
    ],
)
def test_the_ten_digits_tell_live_from_history_and_whose_domain(domain, serial, history, expected):
    assert ssrc(domain, serial, history=history) == expected


@pytest.mark.parametrize(("domain", "serial"), [("123", 1), ("3402000000200000000x", 1), ("3402000000", 10000)])
def test_no_ssrc_of_nonsense(domain, serial):
    with pytest.raises(Malformed):
        ssrc(domain, serial, history=False)


@given(st.sets(st.integers(0, 9999), max_size=50), st.integers(0, 9999))
def test_a_serial_just_given_back_is_not_the_next_one_out(taken, after):
    serial = free_serial(taken, after)
    assert serial not in taken
    assert serial != after
    assert all((after + step) % 10000 in taken for step in range(1, (serial - after) % 10000))


def test_when_all_serials_are_taken_there_is_none():
    assert free_serial(range(10000), 5) is None
