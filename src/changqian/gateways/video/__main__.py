"""`python -m changqian.gateways.video`: the gateway on this machine, until it is told to stop."""

import argparse
import os
import time
from pathlib import Path

import uvicorn
import uvloop

from changqian.gateways.video.app import make
from changqian.gateways.video.events import HttpSink
from changqian.gateways.video.gateway import Gateway
from changqian.gateways.video.settings import Settings

EVENTS_PATH = "/api/gateways/video/events"


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="changqian video", description="视频网关")
    parser.add_argument("--data", type=Path, required=True, help="数据目录")
    parser.add_argument("--keys", type=Path, help="密钥目录，默认为环境变量CHANGQIAN_KEYS，或数据目录下的keys")
    parser.add_argument("--id", required=True, help="本平台的20位国标编码")
    parser.add_argument("--domain", required=True, help="本平台的国标域，通常为编码的前10位")
    parser.add_argument("--listen", default="0.0.0.0", help="监听地址")
    parser.add_argument("--advertise", default="127.0.0.1", help="设备访问本机所用的地址")
    parser.add_argument("--sip-port", type=int, default=5060)
    parser.add_argument("--http-host", default="127.0.0.1")
    parser.add_argument("--http-port", type=int, default=8090)
    parser.add_argument("--media-ports", type=_ports, default=(30000, 30500), help="例如30000-30500")
    parser.add_argument("--origins", default="", help="允许的浏览器来源，逗号分隔")
    parser.add_argument("--platform", default="", help="平台地址，事件送往该处；不填则只存盘")
    return parser.parse_args()


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
    try:
        await uvicorn.Server(config).serve()
    finally:
        await gateway.close()
        if sink:
            await sink.close()


if __name__ == "__main__":
    uvloop.run(serve(arguments()))
