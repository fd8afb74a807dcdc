"""All documents: what is printed reads back, in every edition, and what devices make of them is understood."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changqian.protocols.gb28181 import documents
from changqian.protocols.gb28181.documents import TABLE
from changqian.protocols.gb28181.documents.alarm import Alarm, AlarmInfo, AlarmQuery
from changqian.protocols.gb28181.documents.broadcast import Broadcast
from changqian.protocols.gb28181.documents.catalogue import CatalogAnswer, CatalogInfo, CatalogItem, CatalogQuery
from changqian.protocols.gb28181.documents.config import ConfigAnswer, ConfigQuery, DeviceConfig, Settings
from changqian.protocols.gb28181.documents.control import DeviceControl
from changqian.protocols.gb28181.documents.device import AlarmState, DeviceStatusAnswer
from changqian.protocols.gb28181.documents.media import MediaStatus
from changqian.protocols.gb28181.documents.position import MobilePosition, Position, notices
from changqian.protocols.gb28181.documents.presence import Keepalive
from changqian.protocols.gb28181.documents.ptz import HomePosition, Preset, PresetAnswer, PresetQuery
from changqian.protocols.gb28181.documents.snapshot import SnapshotFile, SnapshotFinished, SnapshotOrder
from changqian.protocols.gb28181.documents.upgrade import DeviceUpgrade, UpgradeResult
from changqian.protocols.gb28181.errors import Malformed, Unsupported
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.tests import samples, strategies
from changqian.protocols.gb28181.tests.samples import CAMERA, NVR, PLATFORM, RECORDER, SECOND
from changqian.protocols.gb28181.versions import Version

SESSION = "0123456789abcdef0123456789ABCDEF"
ALL = st.sampled_from(sorted(TABLE)).flatmap(
    lambda key: st.sampled_from(Version).flatmap(
        lambda version: st.tuples(st.just(version), strategies.block(TABLE[key], version))
    )
)
slowly = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], max_examples=300)


@slowly
@given(ALL)
def test_whatever_an_edition_prints_reads_back_the_same(drawn):
    version, document = drawn
    data = document.encode(version)
    assert documents.parse(data) == document
    assert type(document).parse(data) == document
    assert documents.parse(document.encode(version, "UTF-8")) == document


@given(st.sampled_from(sorted(TABLE)), st.sampled_from(Version))
def test_an_empty_document_of_each_kind_is_one_too(key, version):
    document = TABLE[key]()
    assert documents.parse(document.encode(version)) == document


def test_the_table_has_all_that_annex_a_has():
    roots = [root for root, _ in TABLE]
    assert {root: roots.count(root) for root in roots} == {"Query": 13, "Response": 16, "Notify": 10, "Control": 2}
    assert all(root == kind.ROOT and command == kind.COMMAND for (root, command), kind in TABLE.items())


def test_a_keepalive_names_what_is_out_of_order():
    assert documents.parse(samples.KEEPALIVE) == Keepalive(sn=43, device_id=NVR, status="OK", faulty=(SECOND,))


def test_a_keepalive_in_the_wrong_case_with_nuls_behind_still_counts():
    assert documents.parse(samples.KEEPALIVE_IN_LOWER_CASE) == Keepalive(sn=7, device_id=NVR, status="ok")


def test_small_firmware_puts_command_and_serial_into_attributes():
    assert documents.parse(samples.KEEPALIVE_AS_ATTRIBUTES) == Keepalive(sn=9, device_id=NVR)


def test_a_2016_catalogue_with_all_its_quirks():
    answer = documents.parse(samples.CATALOGUE_2016)
    assert isinstance(answer, CatalogAnswer)
    first, second = answer.items
    assert (answer.sn, answer.total, first.name, first.longitude) == (17430, 2, "湖塘镇喆丰机械厂东门", 119.942)
    assert first.parents == (NVR, "32041200002160000001")
    assert (first.group, first.ptz_type, first.online) == ("32041200002150000001", 3, True)
    assert (second.name, second.ptz_type, second.online, second.port) == ("青龙&纺织 2号", 1, False, None)


def test_a_2022_catalogue_tells_body_cameras_from_others():
    answer = documents.parse(samples.CATALOGUE_2022)
    assert isinstance(answer, CatalogAnswer)
    item = answer.items[0]
    assert (item.name, item.is_body_camera, item.group) == ("𠮷祥执法记录仪", True, "32041200002150000001")
    assert answer.extra == ("note",)


def test_a_name_cut_in_half_costs_one_character_and_not_the_catalogue():
    cut = samples.CATALOGUE_2016.replace("东门".encode("gbk"), "东门".encode("gbk")[:3])
    answer = documents.parse(cut)
    assert isinstance(answer, CatalogAnswer)
    assert [each.name for each in answer.items] == ["湖塘镇喆丰机械厂东\ufffd", "青龙&纺织 2号"]


def test_where_a_recorder_is_in_either_form():
    taken = datetime(2026, 3, 5, 9, 30, 1, tzinfo=BEIJING)
    old, new = documents.parse(samples.POSITION_2016), documents.parse(samples.POSITION_2022)
    assert isinstance(old, MobilePosition)
    assert isinstance(new, MobilePosition)
    assert [each.device_id for each in new.positions] == [RECORDER, CAMERA]
    assert [each.located for each in new.positions] == [True, False]
    single = Position(device_id=RECORDER, longitude=119.94211, latitude=31.70132, speed=3.6)
    assert new.positions[0] == replace(single, time=taken, height=1.5)
    later = taken + timedelta(milliseconds=250)
    assert old.positions == (replace(single, time=later, direction=90.0, altitude=12.0),)


def test_a_2016_position_may_forget_whose_it_is_or_have_none():
    bare = samples.POSITION_2016.replace(f"<DeviceID>{RECORDER}</DeviceID>".encode(), b"")
    assert documents.parse(bare).positions[0].device_id == ""
    assert documents.parse(bare.replace(b"119.94211", b"nan").replace(b"31.70132", b"")).positions == ()


def test_many_positions_go_to_a_2016_peer_one_by_one_and_to_a_2022_peer_at_once():
    now = datetime(2026, 3, 5, 10, tzinfo=UTC)
    spots = [Position(device_id=each, longitude=1.0, latitude=2.0, time=now) for each in (RECORDER, CAMERA)]
    told = {version: notices(spots, sn=1, device_id=PLATFORM, now=now, version=version) for version in Version}
    assert [len(told[version]) for version in Version] == [2, 2, 2, 1]
    for version in (Version.V2016, Version.V2022):
        read = [documents.parse(each.encode(version)) for each in told[version]]
        assert [spot.device_id for each in read for spot in each.positions] == [RECORDER, CAMERA]


def test_recordings_without_a_sum_and_with_times_of_their_own():
    answer = documents.parse(samples.RECORDS_WITHOUT_SUM)
    record = answer.items[0]
    assert (answer.total, answer.name, record.size, record.type) == (None, "IPC", 104857600, "time")
    assert record.start == datetime(2026, 1, 1, 8, tzinfo=BEIJING)
    assert record.stop == datetime(2026, 1, 1, 9, tzinfo=UTC)


def test_an_intrusion_is_called_by_its_name():
    alarm = documents.parse(samples.ALARM_2016)
    assert isinstance(alarm, Alarm)
    assert (alarm.label, alarm.event_type, alarm.extra) == ("入侵检测报警", 1, ("plain text first",))
    assert not alarm.waits_for_reset
    assert Alarm(method=2).waits_for_reset
    assert Alarm(method=6, info=AlarmInfo(type=9)).label == "设备故障报警"
    assert Alarm(method=42).label == "未知报警"


@pytest.mark.parametrize("data", samples.STATUS_OF_THREE_EDITIONS)
def test_the_guard_of_a_device_has_three_names(data):
    answer = documents.parse(data)
    assert isinstance(answer, DeviceStatusAnswer)
    assert answer.ok
    assert answer.alarms == (AlarmState(device_id=SECOND, duty_status="ONDUTY"),)


def test_presets_of_a_device_that_never_heard_of_sumnum_are_complete_in_one():
    data = PresetAnswer(sn=1, device_id=CAMERA, items=(Preset(id="1", name="门"), Preset(id="2", name="")))
    read = documents.parse(data.encode(Version.V2016))
    assert (read.total, len(read.items)) == (2, 2)
    assert replace(data, sum_num=5).total == 5


def test_a_misspelt_command_is_answered_all_the_same():
    data = PresetQuery(sn=1, device_id=CAMERA).encode().replace(b"PresetQuery", b"PersetQuery")
    assert documents.parse(data) == PresetQuery(sn=1, device_id=CAMERA)


def test_the_key_frame_command_changed_its_spelling_and_both_are_read():
    order = DeviceControl(sn=1, device_id=CAMERA, key_frame="Send")
    assert b"<IFameCmd>Send</IFameCmd>" in order.encode(Version.V2016)
    assert b"<IFrameCmd>Send</IFrameCmd>" in order.encode(Version.V2022)
    assert {documents.parse(order.encode(version)) for version in Version} == {order}


@pytest.mark.parametrize(
    ("order", "parts", "needs", "is_answered"),
    [
        ({"ptz": "A50F01081E1E1009"}, ("PTZCmd",), Version.V2011, False),
        ({"guard": "SetGuard"}, ("GuardCmd",), Version.V2011, True),
        ({"home": HomePosition(enabled=True)}, ("HomePosition",), Version.SUPPLEMENT, True),
        ({"format_card": 0}, ("FormatSDCard",), Version.V2022, False),
        ({"track": "Manual", "tracked": SECOND}, ("TargetTrack",), Version.V2022, False),
        ({}, (), Version.V2011, False),
    ],
)
def test_a_control_knows_who_understands_it_and_who_answers(order, parts, needs, is_answered):
    control = DeviceControl(sn=1, device_id=CAMERA, **order)
    assert (control.parts, control.needs, control.is_answered) == (parts, needs, is_answered)


def test_a_picture_is_ordered_by_config_and_told_by_its_own_notice():
    order = SnapshotOrder(count=3, interval=1, upload_url="http://10.0.0.2/s", session_id=SESSION)
    config = DeviceConfig(sn=17, device_id=CAMERA, snapshot=order)
    printed = config.encode(Version.V2022).decode("gb18030")
    assert "<CmdType>DeviceConfig</CmdType>" in printed
    assert "<SnapShotConfig>\r\n    <SnapNum>3</SnapNum>" in printed
    assert (config.parts, config.needs) == (("SnapShotConfig",), Version.V2022)
    done = SnapshotFinished(sn=18, device_id=CAMERA, session_id=SESSION, files=(f"{CAMERA}022026030509300125001",))
    assert documents.parse(done.encode(Version.V2022)) == done
    assert done.missing(3) == 2


def test_the_name_of_a_picture_says_when_it_was_taken():
    name = f"{CAMERA}022026030509300125001"
    picture = SnapshotFile.parse(f"{name}.jpg")
    assert picture.taken_at == datetime(2026, 3, 5, 9, 30, 1, 250000, tzinfo=BEIJING)
    assert (picture.kind, picture.serial, str(picture)) == ("02", 1, name)
    for wrong in ("", "x.jpg", name[:-1], f"{CAMERA}022026130509300125001"):
        with pytest.raises(Malformed):
            SnapshotFile.parse(wrong)


@pytest.mark.parametrize(
    "build",
    [
        lambda: SnapshotOrder(count=11, upload_url="u", session_id=SESSION),
        lambda: SnapshotOrder(upload_url="u", session_id=SESSION),
        lambda: SnapshotOrder(count=1, upload_url="u", session_id="short"),
        lambda: SnapshotOrder(count=1, upload_url="", session_id=SESSION),
        lambda: SnapshotOrder(count=1, upload_url="u", session_id=SESSION + "<"),
        lambda: DeviceUpgrade(firmware="1", file_url="u", manufacturer="", session_id=SESSION),
        lambda: Keepalive(sn=-1),
        lambda: Keepalive(sn=2**31),
    ],
)
def test_what_no_device_could_obey_cannot_be_ordered(build):
    with pytest.raises(Malformed):
        build()


def test_an_upgrade_that_failed_says_so_in_the_words_of_either_firmware():
    told = UpgradeResult(sn=1, device_id=CAMERA, session_id=SESSION, result="ERROR", reason="02")
    data = told.encode(Version.V2022)
    assert documents.parse(data) == told
    assert documents.parse(data.replace(b"UpgradeResult>E", b"Result>E").replace(b"R</UpgradeR", b"R</R")) == told
    assert not told.ok


def test_settings_of_2022_and_the_one_with_two_names():
    settings = Settings(mirror="Centre")
    answer = ConfigAnswer(sn=1, device_id=CAMERA, result="OK", settings=settings)
    assert (settings.types, answer.ok, answer.refused) == (("FrameMirror",), True, False)
    assert ConfigQuery(config_type="BasicParam/ OSDConfig/").types == ("BasicParam", "OSDConfig")
    named = b"<Response><CmdType>ConfigDownload</CmdType><%s><SnapNum>2</SnapNum></%s></Response>"
    for name in (b"SnapShot", b"SnapShotConfig"):
        assert documents.parse(named % (name, name)).snapshot.count == 2


def test_no_log_shows_a_password():
    item = CatalogItem(device_id=CAMERA, password="geheim")
    assert "geheim" not in repr(item)
    assert b"geheim" in CatalogAnswer(items=(item,)).encode()


def test_what_came_later_is_not_printed_for_older_peers():
    item = CatalogItem(device_id=RECORDER, owner="O", security_level_code="A", info=CatalogInfo(mobile_device_type=2))
    old, new = (CatalogAnswer(sn=1, items=(item,)).encode(version) for version in (Version.V2016, Version.V2022))
    assert b"MobileDeviceType" in new
    assert b"SecurityLevelCode" in new
    assert b"<Owner>" not in new
    assert b"MobileDeviceType" not in old
    assert b"<Owner>" in old


def test_a_query_is_printed_as_devices_expect_it():
    assert CatalogQuery(sn=17430, device_id=NVR).encode(Version.V2016) == (
        b'<?xml version="1.0" encoding="GB2312"?>\r\n<Query>\r\n  <CmdType>Catalog</CmdType>\r\n  <SN>17430</SN>\r\n'
        b"  <DeviceID>32041200001180000001</DeviceID>\r\n</Query>\r\n"
    )
    assert Broadcast(sn=1, source=PLATFORM, target=RECORDER).encode(Version.V2022) == (
        b'<?xml version="1.0" encoding="GB18030"?>\r\n<Notify>\r\n  <CmdType>Broadcast</CmdType>\r\n  <SN>1</SN>\r\n'
        b"  <SourceID>32040000002000000001</SourceID>\r\n  <TargetID>32041200001320000024</TargetID>\r\n</Notify>\r\n"
    )
    asked = AlarmQuery(sn=2, device_id=CAMERA, start=datetime(2026, 1, 1, tzinfo=UTC))
    assert b"<StartAlarmTime>2026-01-01T08:00:00</StartAlarmTime>" in asked.encode()


def test_the_end_of_a_file_is_121():
    assert MediaStatus(notify_type="121").ended
    assert not MediaStatus(notify_type="122").ended


def test_a_kind_nobody_knows_is_refused_by_name():
    with pytest.raises(Unsupported) as caught:
        documents.parse(b"<Notify><CmdType>VendorThing</CmdType></Notify>")
    assert (caught.value.root, caught.value.command) == ("Notify", "VendorThing")
    with pytest.raises(Unsupported):
        Keepalive.parse(MediaStatus(sn=1).encode())


BODIES = [getattr(samples, name) for name in dir(samples) if isinstance(getattr(samples, name), bytes)]
edits = st.lists(st.tuples(st.integers(0, 3000), st.integers(0, 40), st.binary(max_size=6)), max_size=4)


@given(st.sampled_from(BODIES), edits)
def test_damaged_bodies_are_read_or_malformed_and_nothing_else(body, changes):
    for at, length, put in changes:
        body = body[:at] + put + body[at + length :]
    try:
        document = documents.parse(body)
    except Malformed:
        return
    for version in Version:
        assert documents.parse(document.encode(version)).sn == document.sn


@given(st.one_of(st.binary(max_size=200), st.text(max_size=100).map(lambda text: f"<Notify>{text}</Notify>".encode())))
def test_noise_is_malformed(noise):
    with pytest.raises(Malformed):
        documents.parse(noise)
