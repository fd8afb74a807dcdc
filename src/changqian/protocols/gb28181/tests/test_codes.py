"""Ids, editions, PTZCmd, MANSRTSP and Subject: small codes, read and printed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.protocols.gb28181 import mansrtsp, ptz
from changqian.protocols.gb28181.documents import TABLE
from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.ids import DeviceId, InvalidId, Kind, kind_of
from changqian.protocols.gb28181.mansrtsp import Method, Range, Reply, Request
from changqian.protocols.gb28181.ptz import (
    Auxiliary,
    Cruise,
    CruiseAction,
    Frame,
    Lens,
    Move,
    Preset,
    PresetAction,
    Scan,
    ScanAction,
)
from changqian.protocols.gb28181.subject import Subject
from changqian.protocols.gb28181.tests.attempts import attempt
from changqian.protocols.gb28181.tests.samples import CAMERA, NVR, PLATFORM
from changqian.protocols.gb28181.versions import SINCE, Version, may_be_sent, needed


def test_an_id_taken_apart():
    one = DeviceId.parse(f" {CAMERA} ")
    assert (one.centre, one.industry, one.type, one.network, one.serial) == ("32041200", "00", 132, 0, "000001")
    assert (one.region, one.domain, one.type_name, one.is_camera) == ("320412", "3204120000", "网络摄像机(IPC)", True)
    assert DeviceId.parse(PLATFORM).is_platform
    assert DeviceId.parse("32041200001190000001").type_name == "前端主设备"
    assert DeviceId.parse("32041200009990000001").type_name == "未知类型"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "请填写"),
        ("3204120000132000000", "现有19位"),
        ("320412000013200000012", "现有21位"),
        ("32041200001320OO0001", "不能有“O”"),
        ("３2041200001320000001", "不能有“３”"),
        ("32041200 01320000001", "不能有“ ”"),
    ],
)
def test_a_wrong_id_is_told_what_is_wrong(text, reason):
    with pytest.raises(InvalidId, match=reason):
        DeviceId.parse(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("32", Kind.REGION),
        ("32041200", Kind.REGION),
        (PLATFORM, Kind.SYSTEM),
        ("32041200002150000001", Kind.BUSINESS_GROUP),
        ("32041200002160000001", Kind.VIRTUAL_ORGANISATION),
        (NVR, Kind.DEVICE),
        ("vendor-7", Kind.DEVICE),
        ("３２", Kind.DEVICE),
        ("", Kind.DEVICE),
    ],
)
def test_what_a_node_is_by_its_id(text, kind):
    assert kind_of(text) is kind


@given(st.from_regex(r"[0-9]{20}", fullmatch=True))
def test_every_id_prints_as_it_was(text):
    assert str(DeviceId.parse(text)) == text


@given(st.text(max_size=25))
def test_no_text_is_half_an_id(text):
    found = attempt(DeviceId.parse, text)
    assert str(found) == text.strip() if found else len(text.strip()) != 20 or not text.strip().isdigit()


@pytest.mark.parametrize(
    ("header", "version"),
    [
        ("1.0", Version.V2011),
        ("1.1", Version.SUPPLEMENT),
        ("2.0", Version.V2016),
        (" 3.0 ", Version.V2022),
        ("V3.0", Version.V2022),
        ("3", Version.V2022),
        ("4.0", Version.V2022),
        ("2.1", Version.V2016),
        (None, Version.V2016),
        ("", Version.V2016),
        ("0.9", Version.V2016),
        ("new", Version.V2016),
    ],
)
def test_which_edition_a_peer_speaks(header, version):
    assert Version.parse(header) is version


def test_editions_print_as_they_are_sent_and_write_in_their_own_characters():
    assert [str(each) for each in Version] == ["1.0", "1.1", "2.0", "3.0"]
    assert [each.charset for each in Version] == ["GB2312", "GB2312", "GB2312", "GB18030"]
    assert all(Version.parse(str(each)) is each for each in Version)


def test_nobody_is_sent_what_his_edition_does_not_know():
    assert not may_be_sent(Version.V2016, "Control", "DeviceControl", "PTZPreciseCtrl")
    assert may_be_sent(Version.V2016, "Control", "DeviceControl", "PTZCmd")
    assert not may_be_sent(Version.V2011, "Control", "DeviceConfig", "BasicParam")
    assert needed("Control", "DeviceConfig", "OSDConfig") is Version.V2022
    assert {key[:2] for key in SINCE} <= set(TABLE)
    assert {kind().needs for key, kind in TABLE.items() if key in SINCE} == set(Version) - {Version.V2011}


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (Move(), "A50F0100000000B5"),
        (Move(pan=-31), "A50F01021F0000D6"),
        (Move(tilt=31), "A50F0108001F00DC"),
        (Move(pan=31, tilt=31), "A50F01091F1F00FC"),
        (Move(zoom=1), "A50F0110000010D5"),
        (Move(zoom=-15), "A50F01200000F0C5"),
        (Lens(), "A50F0140000000F5"),
        (Lens(focus=-100), "A50F014264 00005B".replace(" ", "")),
        (Lens(iris=100), "A50F014400 64005D".replace(" ", "")),
        (Preset(PresetAction.SET, 5), "A50F01810005003B"),
        (Preset(PresetAction.CALL, 255), "A50F018200FF0036"),
        (Cruise(CruiseAction.ADD_POINT, 1, 2), "A50F0184010200 3C".replace(" ", "")),
        (Cruise(CruiseAction.SET_STAY, 1, 300), "A50F0187012C1079"),
        (Scan(ScanAction.SET_LEFT, 3), "A50F0189030100 42".replace(" ", "")),
        (Scan(ScanAction.SET_SPEED, 3, 256), "A50F018A03001052"),
        (Auxiliary(True), "A50F018C010000 42".replace(" ", "")),
        (Auxiliary(False, 2), "A50F018D020000 44".replace(" ", "")),
    ],
)
def test_each_instruction_has_its_eight_bytes(command, code):
    assert ptz.build(command) == code
    assert ptz.read(code) == command
    assert ptz.read(f" {code.lower()}\r\n") == command


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("", "eight bytes"),
        ("A50F01", "eight bytes"),
        ("A40F0100000000B4", "eight bytes"),
        ("A50F0100000000B6", "sums up to B5"),
        ("A50F01030000 00B8".replace(" ", ""), "opposite"),
        ("A50F018000000035", "no instruction 80"),
        ("A50F018100000036", "0 is not 1 to 255"),
        ("A50F01890009 0047".replace(" ", ""), "no 9"),
        ("Z50F0100000000B5", "not hexadecimal"),
    ],
)
def test_a_damaged_code_moves_nothing(code, reason):
    with pytest.raises(Malformed, match=reason):
        ptz.read(code)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Move(pan=256),
        lambda: Move(zoom=16),
        lambda: Lens(iris=-256),
        lambda: Preset(PresetAction.CALL, 0),
        lambda: Cruise(CruiseAction.ADD_POINT, 0, 256),
        lambda: Cruise(CruiseAction.SET_SPEED, 0, 4096),
        lambda: Scan(ScanAction.START, 0, 1),
        lambda: Auxiliary(True, 256),
    ],
)
def test_no_code_exceeds_its_bytes(build):
    with pytest.raises(Malformed):
        build()


byte = st.integers(0, 255)
speed = st.integers(-255, 255)
commands = st.one_of(
    st.builds(Move, speed, speed, st.integers(-15, 15)),
    st.builds(Lens, speed, speed),
    st.builds(Preset, st.sampled_from(PresetAction), st.integers(1, 255)),
    st.builds(Cruise, st.sampled_from(CruiseAction), byte, byte),
    st.builds(Cruise, st.sampled_from([CruiseAction.SET_SPEED, CruiseAction.SET_STAY]), byte, st.integers(0, 4095)),
    st.builds(Scan, st.sampled_from(list(ScanAction)[:3]), byte),
    st.builds(Scan, st.just(ScanAction.SET_SPEED), byte, st.integers(0, 4095)),
    st.builds(Auxiliary, st.booleans(), byte),
)


@given(commands)
def test_every_command_reads_back(command):
    assert ptz.read(ptz.build(command)) == command


@given(st.builds(Frame, byte, byte, byte, st.integers(0, 15), st.integers(0, 4095)))
def test_every_frame_means_something_or_is_malformed(frame):
    assert Frame.parse(str(frame)) == frame
    try:
        command = ptz.read(str(frame))
    except Malformed:
        return
    assert ptz.read(ptz.build(command)) == command


@given(st.text("0123456789abcdefA5 xyz", max_size=20))
def test_no_text_breaks_the_reader_of_codes(text):
    with pytest.raises(Malformed):
        ptz.read(text + "!")


def test_playback_orders_are_printed_one_thing_at_a_time():
    assert Request(Method.PLAY, 2, scale=2).encode() == b"PLAY RTSP/1.0\r\nCSeq: 2\r\nScale: 2\r\n\r\n"
    assert Request(Method.PLAY, 3, range=Range(100.5)).encode() == (
        b"PLAY RTSP/1.0\r\nCSeq: 3\r\nRange: npt=100.5-\r\n\r\n"
    )
    assert Request(Method.PLAY, 4, range=Range()).encode().endswith(b"Range: npt=now-\r\n\r\n")
    assert Request(Method.PAUSE, 5).encode("MANSRTSP/1.0") == (
        b"PAUSE MANSRTSP/1.0\r\nCSeq: 5\r\nPauseTime: now\r\n\r\n"
    )


@pytest.mark.parametrize(
    "build",
    [
        lambda: Request(Method.PLAY, 1, scale=2, range=Range(1)),
        lambda: Request(Method.PAUSE, 1, scale=2),
        lambda: Request(Method.PLAY, 1, scale=0),
        lambda: Request(Method.PLAY, 1, scale=float("nan")),
        lambda: Request(Method.PLAY, -1),
        lambda: Range(5, 4),
        lambda: Range(-1),
        lambda: Reply(200, "OK\r\nCSeq: 7"),
        lambda: Reply(99),
    ],
)
def test_orders_that_mean_two_things_or_none_cannot_be_built(build):
    with pytest.raises(Malformed):
        build()


def test_an_upper_platform_that_asks_for_speed_and_place_at_once_gets_both_one_after_the_other():
    body = b"play MANSRTSP/1.0\nCSEQ:7\nscale : 2.0\nRange: npt=60-\n"
    assert mansrtsp.parse(body) == (
        Request(Method.PLAY, 7, range=Range(60.0)),
        Request(Method.PLAY, 7, scale=2.0),
    )
    assert mansrtsp.parse(body.replace(b"60-", b"now-")) == (Request(Method.PLAY, 7, scale=2.0),)


def test_a_request_line_may_hold_a_url_as_in_rtsp():
    assert mansrtsp.parse(b"TEARDOWN rtsp://10.0.0.1/x RTSP/1.0\r\nCSeq: 1\r\n\r\n") == (Request(Method.TEARDOWN, 1),)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n\r\n",
        b"PLAY",
        b"PLAY HTTP/1.0\r\n",
        b"RECORD RTSP/1.0\r\n",
        b"PLAY RTSP/1.0\r\nScale: fast\r\n",
        b"PLAY RTSP/1.0\r\nScale: 0\r\n",
        b"PLAY RTSP/1.0\r\nRange: clock=20260101T000000Z-\r\n",
        b"PLAY RTSP/1.0\r\nRange: npt=\r\n",
        b"x" * 9000,
    ],
)
def test_what_is_no_order_is_malformed(body):
    with pytest.raises(Malformed):
        mansrtsp.parse(body)


def test_a_reply_in_the_body_of_a_200():
    reply = Reply.parse(b"RTSP/1.0 200 OK\r\nCSeq: 3\r\nRTP-Info: seq=45102;rtptime=2890844526\r\n")
    assert reply == Reply(200, "OK", 3, "seq=45102;rtptime=2890844526")
    assert Reply.parse(reply.encode()) == reply
    with pytest.raises(Malformed):
        Reply.parse(b"PLAY RTSP/1.0\r\n")


ranges = st.builds(Range, st.none() | st.integers(0, 1000).map(float), st.none() | st.integers(1000, 2000).map(float))
requests = st.one_of(
    st.builds(Request, st.sampled_from(Method), st.integers(0, 2**32 - 1)),
    st.builds(Request, st.just(Method.PLAY), st.integers(0, 99), scale=st.sampled_from([0.25, 0.5, 1.0, 4.0, -2.0])),
    st.builds(Request, st.just(Method.PLAY), st.integers(0, 99), range=ranges),
)


@given(requests, st.sampled_from(mansrtsp.PROTOCOLS))
def test_every_order_reads_back(request, protocol):
    assert mansrtsp.parse(request.encode(protocol)) == (request,)


@given(st.one_of(st.binary(max_size=80), st.text("PLAY RTS/1.0:\r\nScaleRangnpt=-0now", max_size=80).map(str.encode)))
def test_noise_in_an_info_is_malformed_and_nothing_worse(noise):
    orders, reply = attempt(mansrtsp.parse, noise), attempt(Reply.parse, noise)
    assert orders is None or all(each.method in Method for each in orders)
    assert reply is None or Reply.parse(reply.encode()).status == reply.status


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        (f"{CAMERA}:0200000001,{PLATFORM}:0", Subject(CAMERA, "0200000001", PLATFORM, "0")),
        (f" {CAMERA} : 1 , {PLATFORM} ", Subject(CAMERA, "1", PLATFORM, "0")),
        (f"{CAMERA}:1", Subject(CAMERA, "1")),
        (CAMERA, Subject(CAMERA, "0")),
    ],
)
def test_who_sends_to_whom(text, subject):
    assert Subject.parse(text) == subject
    assert Subject.parse(str(subject)) == subject


@given(st.text(max_size=60))
def test_a_subject_is_read_or_malformed(text):
    found = attempt(Subject.parse, text)
    assert found is None or Subject.parse(str(found)) == found
