"""New firmware: ordered, fetched by the device, told by it. GB/T 28181-2022 9.13.

What runs is kept on disk: an upgrade takes half an hour, and a gateway that is restarted meanwhile goes on waiting for
it. A device that comes back with the new version has made it, whether or not it says so.
"""

import asyncio
import hmac
import secrets
import uuid
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from changqian.gateways.video.asking import Asking
from changqian.gateways.video.cameras import Camera
from changqian.gateways.video.failures import Failed, Step
from changqian.gateways.video.store import write_whole
from changqian.gateways.video.upkeep.inquiries import Inquiries
from changqian.gateways.video.upkeep.packages import Packages
from changqian.protocols.gb28181.documents.control import DeviceControl
from changqian.protocols.gb28181.documents.upgrade import DeviceUpgrade, UpgradeResult
from changqian.protocols.gb28181.versions import Version
from changqian.wire import video as wire

MOST = 1000
"Upgrades at a time."
TELL = 1.0
"Seconds between two events of progress."
LOOKS = (0.5, 5.0, 30.0)
"Seconds before a device is asked what runs on it."
NO_PACKAGE = Failed(Step.REFUSED, "网关上没有这个升级包", "请先上传升级包，再下发升级命令")
NO_ADDRESS = Failed(
    Step.REFUSED, "网关没有供设备访问的HTTP地址", "请在网关上配置设备端口（VIDEO_DEVICES_PORT）后重启网关"
)
TOO_OLD = Failed(
    Step.REFUSED, "设备的国标版本早于2022版，没有远程升级命令", "请用厂商的工具升级，或先升级到支持2022版的固件"
)
NOT_DONE = Failed(Step.REFUSED, "设备答复不执行升级", "请核对升级包的厂商、型号与设备是否一致，并确认设备电量充足")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds: until the device fetches more of the file, and until it tells how it went."""

    fetch: float = 600.0
    result: float = 1800.0


@dataclass(frozen=True, slots=True)
class Order:
    """What is kept of one."""

    session: str
    token: str = field(repr=False)
    device: str
    command: str
    firmware: str
    file: str
    name: str
    fetched: bool = False


@dataclass(eq=False)
class Job:
    order: Order
    size: int
    sent: int = 0
    told: int = -1
    told_at: float = 0.0
    result: UpgradeResult | None = None
    seen: str = ""
    "The version that it came back with."
    news: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def percent(self) -> int:
        return 100 if self.order.fetched else min(99, 100 * self.sent // max(1, self.size))


class Upgrading:
    """`url` is where devices find this gateway by HTTP; empty where they do not."""

    def __init__(
        self,
        asking: Asking,
        inquiries: Inquiries,
        packages: Packages,
        path: Path,
        tell: Callable[[wire.Event], object],
        begin: Callable[[Coroutine[Any, Any, None]], asyncio.Task[Any]],
        *,
        url: Callable[[], str],
        patience: Patience,
    ) -> None:
        self.asking, self.inquiries, self.packages, self.path = asking, inquiries, packages, path
        self.tell, self.begin, self.url, self.patience = tell, begin, url, patience
        self.jobs: dict[str, Job] = {}
        "By session."
        self._saving = asyncio.Lock()

    def recover(self) -> None:
        """At the start: what ran goes on."""
        try:
            said = orjson.loads(self.path.read_bytes())
            orders = [wire.from_json(Order, each) for each in said]
        except (FileNotFoundError, ValueError):
            return
        for order in orders:
            job = self.jobs[order.session] = Job(order, self.packages.size(order.file) or 0)
            self.begin(self._wait(job))

    async def upgrade(self, camera: Camera, command: wire.Upgrade) -> None:
        """Until the device has agreed; Failed otherwise, which is told as its end too."""
        try:
            job = await asyncio.to_thread(self._job, camera, command)
        except Failed as failed:
            self._tell_failed(camera.id, command.id, failed)
            raise
        order = job.order
        self.jobs[order.session] = job
        await self._save()
        upgrade = DeviceUpgrade(
            firmware=order.firmware,
            file_url=f"{self.url()}/firmware/{order.session}/{order.token}/{order.name}",
            manufacturer=command.manufacturer,
            session_id=order.session,
        )
        try:
            await self.asking.urge(camera, DeviceControl(device_id=camera.id, upgrade=upgrade), NOT_DONE)
        except Failed as failed:
            if job.result is None and not job.sent:
                await self._over(job)
                self._tell_failed(camera.id, command.id, failed)
                raise
        self.begin(self._wait(job))

    def _job(self, camera: Camera, command: wire.Upgrade) -> Job:
        if camera.version < Version.V2022:
            raise TOO_OLD
        if not self.url():
            raise NO_ADDRESS
        if any(each.order.device == camera.id for each in self.jobs.values()):
            raise Failed(Step.OCCUPIED, "设备正在升级", "请等待上一次升级结束")
        if len(self.jobs) >= MOST:
            raise Failed(Step.TOO_MANY, f"正在升级的设备已达{MOST}台", "请等待一部分设备升级完成")
        size = self.packages.size(command.file)
        if size is None:
            raise NO_PACKAGE
        self.packages.used(command.file)
        order = Order(
            session=uuid.uuid4().hex,
            token=secrets.token_urlsafe(24),
            device=camera.id,
            command=command.id,
            firmware=command.firmware,
            file=command.file,
            name=command.name,
        )
        return Job(order, size)

    # -- what the device does ------------------------------------------------------------------------------------------

    def welcome(self, session: str, token: str, name: str) -> Job | None:
        """Whose file may be fetched under this address."""
        job = self.jobs.get(session)
        expected = job.order.token if job else secrets.token_urlsafe(24)
        same = hmac.compare_digest(expected.encode(), token.encode("utf-8", "replace"))
        return job if job and same and name == job.order.name else None

    def sent(self, job: Job, until: int) -> None:
        """The device has the file up to there."""
        job.sent = max(job.sent, until)
        now = self.asking.clock()
        if job.sent >= job.size and not job.order.fetched:
            job.order = replace(job.order, fetched=True)
            self.begin(self._save())
        if job.percent > job.told and (now - job.told_at >= TELL or job.order.fetched):
            job.told, job.told_at = job.percent, now
            self.tell(wire.UpgradeProgress(device=job.order.device, command=job.order.command, percent=job.percent))
        job.news.set()

    def finished(self, camera: Camera, notice: UpgradeResult) -> None:
        job = self._of(camera, notice.session_id)
        if job:
            job.result = notice
            job.news.set()

    def registered(self, camera: Camera) -> None:
        """Perhaps after it has restarted with the new version."""
        job = self._of(camera, "")
        if job and job.order.fetched:
            self.begin(self._look(camera, job))

    async def _look(self, camera: Camera, job: Job) -> None:
        """A device that has just registered may not answer at once."""
        for pause in LOOKS:
            await asyncio.sleep(pause)
            with suppress(Failed):
                if await self.inquiries.firmware(camera) == job.order.firmware:
                    job.seen = job.order.firmware
                    job.news.set()
                return

    def _of(self, camera: Camera, session: str) -> Job | None:
        """There is one of a device at most."""
        mine = (each for each in self.jobs.values() if each.order.device == camera.id)
        return next((each for each in mine if session in ("", each.order.session)), None)

    # -- how it ends ---------------------------------------------------------------------------------------------------

    async def _wait(self, job: Job) -> None:
        while job.result is None and not job.seen:
            patience = self.patience.result if job.order.fetched else self.patience.fetch
            job.news.clear()
            try:
                async with asyncio.timeout(patience):
                    await job.news.wait()
            except TimeoutError:
                break
        await self._over(job)
        order, result = job.order, job.result
        if result is not None and not result.ok:
            self._tell_failed(order.device, order.command, _why(result), firmware=result.firmware)
        elif result is not None or job.seen:
            firmware = (result.firmware if result else "") or order.firmware
            self.tell(wire.UpgradeDone(device=order.device, command=order.command, ok=True, firmware=firmware))
        else:
            self._tell_failed(order.device, order.command, self._late(job))

    def _late(self, job: Job) -> Failed:
        if job.order.fetched:
            return Failed(
                *(Step.NO_RESULT, f"设备取走升级包后{self.patience.result / 60:g}分钟内没有报告升级结果"),
                "请查询设备信息核对当前版本；版本未变时请重新升级",
            )
        came = f"只取了{job.percent}%就停止了" if job.sent else "没有来取升级包"
        return Failed(
            *(Step.NO_FETCH, f"设备已接受升级命令，但{came}"),
            f"请确认设备能够访问{self.url()}，网络稳定后重新升级",
        )

    async def _over(self, job: Job) -> None:
        self.jobs.pop(job.order.session, None)
        await self._save()

    def _tell_failed(self, device: str, command: str, failed: Failed, firmware: str = "") -> None:
        self.tell(
            wire.UpgradeDone(
                device=device,
                command=command,
                ok=False,
                firmware=firmware,
                step=failed.step,
                reason=failed.reason,
                remedy=failed.remedy,
            )
        )

    async def _save(self) -> None:
        async with self._saving:
            said = orjson.dumps([asdict(each.order) for each in self.jobs.values()])
            await asyncio.to_thread(write_whole, self.path, said)


def _why(result: UpgradeResult) -> Failed:
    code = f"（原因代码{result.reason}）" if result.reason else ""
    return Failed(
        *(Step.REFUSED, f"设备报告升级失败{code}"), "请核对升级包与设备型号是否一致，设备电量和存储空间充足后重试"
    )
