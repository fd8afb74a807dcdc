"""`changqian video`: the gateway on this machine, until it is told to stop.

What is not said on the command line comes from the environment that the platform has too: GB_ID, GB_DOMAIN, ORIGINS,
PUBLIC_URL; and VIDEO_LISTEN, VIDEO_ADVERTISE, SIP_PORT, VIDEO_HOST, VIDEO_PORT, MEDIA_PORTS, VIDEO_PLATFORM,
VIDEO_DEVICES_PORT, VIDEO_DEVICES_URL, VIDEO_NTP_PORT.
"""

import argparse
import os
import time
from pathlib import Path

import uvicorn
import uvloop

from changqian.gateways.video.app import make
from changqian.gateways.video.devices_port import open_to_devices
from changqian.gateways.video.events import HttpSink
from changqian.gateways.video.gateway import Gateway
from changqian.gateways.video.settings import Settings
from changqian.gateways.video.upkeep.clock import Clock

EVENTS_PATH = "/api/gateways/video/events"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="changqian video", description="视频网关")
    parser.add_argument("--data", type=Path, required=True, help="数据目录")
    parser.add_argument("--keys", type=Path, help="密钥目录，默认为环境变量CHANGQIAN_KEYS，或数据目录下的keys")
    said = os.environ.get
    ours = said("GB_ID", "32040000002000000001")
    parser.add_argument("--id", default=ours, help="本平台的20位国标编码")
    parser.add_argument("--domain", default=said("GB_DOMAIN", ours[:10]), help="本平台的国标域，通常为编码的前10位")
    parser.add_argument("--listen", default=said("VIDEO_LISTEN", "0.0.0.0"), help="监听设备的地址")
    parser.add_argument("--advertise", default=said("VIDEO_ADVERTISE", "127.0.0.1"), help="设备访问本机所用的地址")
    parser.add_argument("--sip-port", type=int, default=int(said("SIP_PORT", "5060")))
    parser.add_argument("--http-host", default=said("VIDEO_HOST", "127.0.0.1"))
    parser.add_argument("--http-port", type=int, default=int(said("VIDEO_PORT", "8007")))
    parser.add_argument(
        "--media-ports", type=_ports, default=said("MEDIA_PORTS", "30000-30500"), help="例如30000-30500"
    )
    devices = parser.add_argument_group("供设备访问")
    port = int(said("VIDEO_DEVICES_PORT", "0"))
    devices.add_argument("--devices-port", type=int, default=port, help="设备传图、取升级包的HTTP端口，0为任意")
    devices.add_argument("--devices-url", default=said("VIDEO_DEVICES_URL", ""), help="设备访问该端口所用的网址")
    ntp = int(said("VIDEO_NTP_PORT", "0"))
    devices.add_argument("--ntp-port", type=int, default=ntp, help="NTP校时端口（UDP，通常为123），0为不提供")
    parser.add_argument("--origins", default=_origins(), help="允许的浏览器来源，逗号分隔")
    parser.add_argument("--platform", default=said("VIDEO_PLATFORM", ""), help="平台地址，事件送往该处；不填则只存盘")
    return parser.parse_args()


def _origins() -> str:
    return ",".join(filter(None, (os.environ.get("PUBLIC_URL", ""), os.environ.get("ORIGINS", ""))))


def _ports(text: str) -> tuple[int, int]:
    low, _, high = text.partition("-")
    return int(low), int(high)


def _key(folder: Path, name: str) -> bytes:
    try:
        return bytes.fromhex((folder / f"{name}.key").read_text().strip())
    except (OSError, ValueError) as error:
        raise SystemExit(f"密钥{folder / name}.key不可用（{error}），请用changqian up生成") from error


async def serve(given: argparse.Namespace) -> None:
    keys = given.keys or Path(os.environ.get("CHANGQIAN_KEYS") or given.data / "keys")
    settings = Settings(
        data=given.data,
        id=given.id,
        domain=given.domain,
        secret=_key(keys, "gateways"),
        tickets=_key(keys, "tickets"),
        listen=given.listen,
        advertised=given.advertise,
        sip_port=given.sip_port,
        media_ports=given.media_ports,
        origins=tuple(filter(None, given.origins.split(","))),
    )
    sink = HttpSink(given.platform, EVENTS_PATH, settings.secret, given.id, time.time) if given.platform else None
    gateway = Gateway(settings, sink)
    await gateway.start()
    config = uvicorn.Config(
        make(gateway),
        host=given.http_host,
        port=given.http_port,
        log_level="warning",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # Video is compressed already.
    )
    clock = Clock()
    try:
        if given.ntp_port:
            clock.start(given.listen, given.ntp_port)
        async with open_to_devices(gateway, given.listen, given.devices_port) as port:
            gateway.devices_url = given.devices_url.rstrip("/") or f"http://{given.advertise}:{port}"
            await uvicorn.Server(config).serve()
    finally:
        clock.close()
        await gateway.close()
        if sink:
            await sink.close()


if __name__ == "__main__":
    uvloop.run(serve(arguments()))
