"""Settings of the platform become elements of a device, and are told as they were set."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from changqian.gateways.video.upkeep import translating
from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents.config import ConfigAnswer, DeviceConfig, Settings
from changqian.protocols.gb28181.tests import strategies
from changqian.protocols.gb28181.versions import Version
from changqian.wire import video as wire
from changqian.wire.device_settings import (
    AlarmRecording,
    AlarmReport,
    AudioStream,
    Basic,
    DeviceSettings,
    Line,
    Mask,
    Osd,
    RecordPlan,
    Region,
    Segment,
    VideoStream,
)

ALL = DeviceSettings(
    basic=Basic(name="王队㐂的记录仪", expiration=7200, heartbeat_interval=60, heartbeat_count=3),
    video=(
        VideoStream(0, "h265", "1920x1080", 25, "variable", 4096),
        VideoStream(1, "h264", "640x360", 15, "constant", 512),
    ),
    audio=(AudioStream(0, "g711", 64, 8),),
    record_plan=RecordPlan(True, (Segment(1, "08:00:00", "12:30:00"), Segment(7, "00:00:00", "23:59:59")), 0),
    alarm_recording=AlarmRecording(True, 60, 10, 1),
    mask=Mask(True, (Region(0, 0, 100, 80), Region(10, 20, 30, 40))),
    mirror="centre",
    alarm_report=AlarmReport(True, False),
    osd=Osd(1920, 1080, 10, 20, True, 1, True, (Line("执法㐂一号", 5, 6), Line("A&B <c>", 7, 8))),
)


@pytest.mark.parametrize("version", list(Version))
def test_what_is_set_is_told_as_it_was_set(version: Version) -> None:
    ALL.check()
    told = DeviceSettings()
    orders = translating.orders(ALL, version)
    assert [kind for kind, _ in orders] == list(ALL.kinds)
    for kind, settings in orders:
        sent = documents.parse(DeviceConfig(sn=1, device_id="1", settings=settings).encode(version))
        assert isinstance(sent, DeviceConfig)
        # One to a document: much firmware obeys the first and passes over the rest.
        assert sent.parts == (translating.element(kind, version),)
        answer = documents.parse(ConfigAnswer(sn=1, result="OK", settings=sent.settings).encode(version))
        assert isinstance(answer, ConfigAnswer)
        told = translating.joined(told, translating.told(answer.settings))
    assert told == ALL
    assert wire.from_json(DeviceSettings, wire.to_json(told)) == told


def test_devices_spell_sizes_and_mirrors_in_their_own_way() -> None:
    body = (
        b"<Response><CmdType>ConfigDownload</CmdType><FrameMirror>Vertical</FrameMirror><VideoParamAttribute><Item>"
        b"<Resolution>640*360</Resolution><VideoFormat>9</VideoFormat><FrameRate>many</FrameRate></Item>"
        b"</VideoParamAttribute></Response>"
    )
    told = translating.told(documents.parse(body).settings)
    assert told.mirror == "vertical"
    assert told.video == (VideoStream(0, "9", "640x360"),)


@given(strategies.block(Settings, Version.V2022))
def test_whatever_a_device_tells_crosses_to_the_platform(settings: Settings) -> None:
    told = translating.told(settings)
    assert wire.from_json(DeviceSettings, wire.to_json(told)) == told


WRONG = [
    (DeviceSettings(), "没有可设置"),
    (DeviceSettings(basic=Basic(name="长" * 65)), "64"),
    (DeviceSettings(basic=Basic(expiration=1)), "注册有效期"),
    (DeviceSettings(basic=Basic(expiration=100, heartbeat_interval=60, heartbeat_count=3)), "心跳间隔"),
    (DeviceSettings(video=(VideoStream(format="vp9"),)), "视频编码"),
    (DeviceSettings(video=(VideoStream(resolution="big"),)), "分辨率"),
    (DeviceSettings(video=(VideoStream(resolution="0x99"),)), "分辨率"),
    (DeviceSettings(video=(VideoStream(rate="constant"),)), "视频码率"),
    (DeviceSettings(audio=(AudioStream(kbps=7),)), "音频码率"),
    (DeviceSettings(audio=(AudioStream(sample_rate=44),)), "采样率"),
    (DeviceSettings(record_plan=RecordPlan(True)), "录像时段"),
    (DeviceSettings(record_plan=RecordPlan(True, (Segment(1, "22:00:00", "06:00:00"),))), "两段"),
    (DeviceSettings(record_plan=RecordPlan(True, (Segment(8, "00:00:00", "06:00:00"),))), "星期"),
    (DeviceSettings(record_plan=RecordPlan(True, (Segment(1, "0:0:0", "24:00:00"),))), "时刻"),
    (DeviceSettings(record_plan=RecordPlan(True, (Segment(1, "00:00:00", "00:00:01"),) * 9)), "8个"),
    (DeviceSettings(alarm_recording=AlarmRecording(True, 0)), "报警录像"),
    (DeviceSettings(mask=Mask(True, (Region(5, 5, 5, 9),))), "右下"),
    (DeviceSettings(mask=Mask(True, (Region(0, 0, 9, 9),) * 5)), "4个"),
    (DeviceSettings(mirror="up"), "翻转"),
    (DeviceSettings(alarm_report=AlarmReport(True)), "两个开关"),
    (DeviceSettings(osd=Osd(lines=(Line(""),))), "1至32"),
    (DeviceSettings(osd=Osd(lines=(Line("x"),) * 9)), "8行"),
]


@pytest.mark.parametrize(("settings", "words"), WRONG)
def test_what_no_device_can_take_is_no_command(settings: DeviceSettings, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        wire.SetConfig(id="1", device="d", settings=settings)


FIELDS = st.sampled_from(["kinds", "settings", "count", "card", "file", "name", "channel"])


@given(st.dictionaries(FIELDS, st.text() | st.integers() | st.none()))
def test_what_is_no_command_is_refused_and_nothing_else(said: dict) -> None:
    for kind in ("ask_config", "set_config", "format_card", "take_snapshots", "upgrade"):
        with suppress(wire.NotOurs):
            wire.command_of({"kind": kind, "id": "1", "device": "d", **said})
