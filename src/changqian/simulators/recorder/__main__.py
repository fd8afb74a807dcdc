"""`python -m changqian.simulators.recorder --platform 127.0.0.1:5060 --domain 3204000000 --count 12`.

The password is that of all devices, from --password or RECORDER_PASSWORD. `--vendors` gives each the habits of the
next name in a list; `--alarms` rings one somewhere every so many seconds. With `--book FILE` the devices are those that
the platform wrote down (a list of objects with the names of `fleet.Entered`), each with its own password.
"""

import argparse
import asyncio
import os
import random
import signal
from pathlib import Path

from changqian.simulators.recorder.clips import LOAD, Kind
from changqian.simulators.recorder.fleet import Fleet, read_book
from changqian.simulators.recorder.quirks import VENDORS, named


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="执法记录仪模拟器")
    parser.add_argument("--platform", default="127.0.0.1:5060", help="平台信令地址")
    parser.add_argument("--domain", default="3204000000", help="SIP域，10位或20位")
    parser.add_argument("--server-id", default="", help="平台编码，20位")
    parser.add_argument("--password", default=os.environ.get("RECORDER_PASSWORD", ""), help="设备接入密码")
    parser.add_argument("--count", type=int, default=12, help="台数")
    parser.add_argument("--first", type=int, default=1, help="第一台的序号")
    parser.add_argument("--vendors", default="standard-2016,standard-2022", help=f"厂商习惯：{'、'.join(VENDORS)}")
    parser.add_argument("--book", type=Path, help="平台写出的设备清单，代替--count、--password和--vendors")
    parser.add_argument("--load", action="store_true", help="1280×720画面")
    parser.add_argument("--own-pictures", action="store_true", help="画面叠加各自编号和姓名（首次较慢）")
    parser.add_argument("--alarms", type=float, default=0, help="每隔几秒有一台报警，0为不报")
    return parser.parse_args()


async def run(given: argparse.Namespace) -> None:
    fleet = Fleet(
        *(given.platform, given.domain, given.password, given.count),
        server_id=given.server_id,
        first=given.first,
        quirks=[named(name.strip()) for name in given.vendors.split(",")],
        kind=LOAD if given.load else Kind(),
        own_pictures=given.own_pictures,
        book=read_book(given.book) if given.book else (),
    )
    stop = asyncio.Event()
    for each in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    async with fleet:
        while not stop.is_set():
            try:
                await asyncio.wait_for(stop.wait(), given.alarms or None)
            except TimeoutError:
                await random.choice(fleet.recorders).alarm(method=5, kind=6)


if __name__ == "__main__":
    asyncio.run(run(arguments()))
