"""What a recorder says when it is asked, and does when it is told."""

import asyncio
import threading
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from changqian.protocols.gb28181 import ptz
from changqian.protocols.gb28181.documents.catalogue import CatalogAnswer, CatalogQuery
from changqian.protocols.gb28181.documents.config import (
    BasicParam,
    ConfigAnswer,
    ConfigQuery,
    DeviceConfig,
    DeviceConfigAnswer,
    Settings,
)
from changqian.protocols.gb28181.documents.control import DeviceControl, DeviceControlAnswer
from changqian.protocols.gb28181.documents.device import (
    DeviceInfoAnswer,
    DeviceInfoQuery,
    DeviceStatusAnswer,
    DeviceStatusQuery,
    StorageCardAnswer,
    StorageCardQuery,
)
from changqian.protocols.gb28181.documents.ptz import PresetAnswer, PresetQuery
from changqian.protocols.gb28181.documents.record import RecordAnswer, RecordQuery
from changqian.protocols.gb28181.documents.snapshot import SnapshotFile, SnapshotFinished, SnapshotOrder
from changqian.protocols.gb28181.documents.upgrade import DeviceUpgrade, UpgradeResult
from changqian.protocols.gb28181.moments import BEIJING
from changqian.protocols.gb28181.versions import Version
from changqian.simulators.recorder import VENDORS, Fleet, Letters, Quirks
from changqian.simulators.recorder.tests.platform import Platform
from changqian.simulators.recorder.tests.story import together
from changqian.simulators.recorder.uploads import upload

SESSION = "0123456789abcdef0123456789abcdef"


def test_catalogue_in_several_packets() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        who = fleet[0].identity
        await running.ask(who.device_id, CatalogQuery(sn=5, device_id=who.device_id))
        first, second = await running.told(CatalogAnswer, 2)
        items = first.items + second.items
        assert (first.sn, first.total, len(items)) == (5, 4, 4)
        assert [each.device_id for each in items] == list(who.ids[1:])
        assert items[0].is_body_camera
        assert items[0].online
        assert items[0].parents == (who.device_id,)
        assert 119.5 < items[0].longitude < 120.5
        assert 31 < items[0].latitude < 32.5

    together(story, quirks=Quirks(version=Version.V2022, channels=2))


def test_the_other_queries() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device = fleet[0].identity.device_id
        for query in (
            DeviceInfoQuery(sn=1, device_id=device),
            DeviceStatusQuery(sn=2, device_id=device),
            ConfigQuery(sn=3, device_id=device, config_type="BasicParam/SVACEncodeConfig"),
            PresetQuery(sn=4, device_id=device),
            StorageCardQuery(sn=5, device_id=device),
        ):
            assert await running.ask(device, query) == 200
        (info,) = await running.told(DeviceInfoAnswer)
        assert (info.device_name, info.channel, info.firmware) == ("执法记录仪001", 1, "V1.0.0")
        (status,) = await running.told(DeviceStatusAnswer)
        assert (status.online, status.record_state, status.alarms[0].duty_status) == ("ONLINE", "ON", "ONDUTY")
        basic, unknown = await running.told(ConfigAnswer, 2)
        assert (basic.settings.basic.expiration, basic.settings.basic.heartbeat_interval) == (3600, 60)
        assert unknown.refused
        (presets,) = await running.told(PresetAnswer)
        assert presets.total == 2
        (cards,) = await running.told(StorageCardAnswer)
        assert 0 < cards.items[0].free < cards.items[0].capacity

    together(story)


def test_recordings_of_an_hour_and_of_a_time_without_any() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device, channel = fleet[0].identity.device_id, fleet[0].identity.channels[0]
        stop = datetime.now(BEIJING)
        await running.ask(device, RecordQuery(sn=1, device_id=channel, start=stop - timedelta(hours=1), stop=stop))
        answers = await running.told(RecordAnswer, 4)
        while sum(len(answer.items) for answer in answers) < (answers[0].total or 0):
            answers += await running.told(RecordAnswer)
        items = [item for answer in answers for item in answer.items]
        assert len({item.start for item in items}) == answers[0].total >= 8
        assert all(each.stop - each.start == timedelta(seconds=300) for each in items)
        ago = stop - timedelta(days=30)
        await running.ask(device, RecordQuery(sn=2, device_id=channel, start=ago, stop=ago + timedelta(hours=1)))
        (none,) = await running.told(RecordAnswer)
        assert (none.total, none.items) == (0, ())

    together(story)


def test_controls_and_settings() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device, state = fleet[0].identity.device_id, fleet[0].state
        await running.ask(device, DeviceControl(sn=1, device_id=device, record="StopRecord"))
        await running.ask(device, DeviceControl(sn=2, device_id=device, guard="ResetGuard"))
        assert all(each.ok for each in await running.told(DeviceControlAnswer, 2))
        assert not state.recording
        assert not state.guarded
        order = ptz.build(ptz.Preset(ptz.PresetAction.SET, 9))
        await running.ask(device, DeviceControl(sn=3, device_id=device, ptz=order))
        await running.ask(device, DeviceControl(sn=4, device_id=device, ptz=ptz.build(ptz.Move(pan=50))))
        basic = BasicParam(name="新名字", expiration=7200, heartbeat_interval=30)
        await running.ask(device, DeviceConfig(sn=5, device_id=device, settings=Settings(basic=basic)))
        assert (await running.told(DeviceConfigAnswer))[0].ok
        assert (state.name, state.expires, state.keepalive) == ("新名字", 7200, 30)
        assert state.presets[9] == "预置位9"
        assert len(state.ordered) == 5
        while running.registers[-1].expires != 7200:
            await asyncio.sleep(0.01)
        fleet[0].booting = 0.1
        await running.ask(device, DeviceControl(sn=6, device_id=device, boot="Boot"))
        call_id = running.registers[-1].call_id
        while running.registers[-1].call_id == call_id:
            await asyncio.sleep(0.05)

    together(story)


class Files(BaseHTTPRequestHandler):
    """Takes pictures, gives firmware."""

    taken: list[tuple[str, bytes]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.taken.append((self.headers.get("Content-Disposition", ""), body))
        self._say(201 if self.path == "/pictures" else 404)

    do_PUT = do_POST

    def do_GET(self) -> None:
        self._say(200 if self.path == "/firmware" else 404)

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *given: Any) -> None:
        pass


@pytest.fixture
def files() -> Any:
    server = HTTPServer(("127.0.0.1", 0), Files)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    Files.taken.clear()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("way", ["FORM", "PUT"])
def test_other_ways_to_send_a_picture(files: str, way: str) -> None:
    upload(f"{files}/pictures", "name", b"\xff\xd8picture", way)
    ((head, body),) = Files.taken
    assert b"\xff\xd8picture" in body
    assert (b'filename="name.jpg"' in body) is (way == "FORM")


def test_snapshots_and_upgrades(files: str) -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device, channel = fleet[0].identity.device_id, fleet[0].identity.channels[0]
        order = SnapshotOrder(count=2, interval=1, upload_url=f"{files}/pictures", session_id=SESSION)
        await running.ask(device, DeviceConfig(sn=1, device_id=channel, snapshot=order), Version.V2022)
        (finished,) = await running.told(SnapshotFinished)
        assert finished.session_id == SESSION
        assert finished.missing(2) == 0
        assert SnapshotFile.parse(finished.files[0]).device_id == channel
        assert all(f'"{name}.jpg"' in head for name, (head, _) in zip(finished.files, Files.taken, strict=True))
        assert all(body.startswith(b"\xff\xd8") for _, body in Files.taken)
        for path, ok in (("missing", False), ("firmware", True)):
            upgrade = DeviceUpgrade(
                firmware="V2", file_url=f"{files}/{path}", manufacturer="Changqian", session_id=SESSION
            )
            await running.ask(device, DeviceControl(sn=2, device_id=device, upgrade=upgrade), Version.V2022)
            (result,) = await running.told(UpgradeResult)
            assert (result.ok, result.firmware) == (ok, "V2" if ok else "V1.0.0")

    together(story, quirks=VENDORS["standard-2022"])


def test_quirks_of_a_catalogue() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        for recorder in fleet:
            device = recorder.identity.device_id
            await running.ask(device, CatalogQuery(sn=recorder.identity.number, device_id=device))
        partial = await running.told(CatalogAnswer, 5)
        await asyncio.sleep(0.2)
        by_sn: dict[int, list[CatalogAnswer]] = {}
        for each in (*partial, *running.documents):
            if isinstance(each, CatalogAnswer):
                by_sn.setdefault(each.sn, []).append(each)
        assert sum(len(each.items) for each in by_sn[1]) < (by_sn[1][0].total or 0)
        last, first, again = by_sn[2]
        assert last == again != first
        lower = next(each for each in running.raw if b"<sn>3</sn>" in each)
        assert b"<devicelist" in lower
        assert b"DeviceList" not in lower
        gbk = next(each for each in running.raw if b"<SN>4</SN>" in each)
        assert b'encoding="GB2312"' in gbk
        assert "张丽华".encode("gb18030") in gbk

    quirks = [
        *(Quirks(catalogue_missing=1), Quirks(shuffled=True), Quirks(letters=Letters.LOWER)),
        Quirks(charset="GB18030", declares="GB2312"),
    ]
    together(story, count=4, quirks=quirks)


def test_names_beyond_gb2312_arrive_whole() -> None:
    """罗玥 and 郑祎婧 are written in GB18030 whatever is declared."""

    async def story(running: Platform, fleet: Fleet) -> None:
        officers = []
        for recorder in list(fleet)[18:]:
            await running.ask(recorder.identity.device_id, CatalogQuery(sn=1, device_id=recorder.identity.device_id))
            officers.append((await running.told(CatalogAnswer, 2))[0].items[0].name)
        assert officers == ["罗玥", "郑祎婧"]
        assert running.registers[-1].from_.display_name == "执法记录仪020"

    together(story, count=20, quirks=Quirks(charset="GB18030", declares="GB2312", display_name=True))


def test_whom_it_is_not() -> None:
    async def story(running: Platform, fleet: Fleet) -> None:
        device = fleet[0].identity.device_id
        assert await running.ask(device, DeviceInfoQuery(sn=1, device_id="3" * 20)) == 404

    together(story)
