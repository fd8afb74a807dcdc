"""TCP ports: whether one is free, and a free one."""

import socket
from contextlib import ExitStack
from dataclasses import dataclass

from changqian.launcher.errors import LauncherError


def free_port() -> int:
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """Different ports nobody listens on, held together until all are found."""
    with ExitStack() as held:
        probes = [held.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("0.0.0.0", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def require_free(port: int, purpose: str, host: str = "127.0.0.1") -> None:
    """Refuses a port somebody listens on; `purpose` is the Chinese name of what wants it."""
    with socket.socket() as probe:
        # As servers do: a port whose last connections are still in TIME_WAIT is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise LauncherError(f"没有权限使用端口 {port}（{purpose}），请换用 1024 以上的端口。") from error
        except OSError as error:
            raise LauncherError(
                f"端口 {port}（{purpose}）已被占用，请停止占用它的程序，或用 --ports auto 自动选择端口。"
            ) from error


@dataclass(frozen=True)
class Ports:
    """The ports of one platform; three only in the LAN, five from `sms` on only with a demonstration city."""

    web: int
    push: int
    web_tls: int
    push_tls: int
    authority: int
    sms: int
    identity: int
    real_name: int
    province: int
    city_data: int
    video: int
    sip: int

    @property
    def media(self) -> tuple[int, int]:
        """Where pictures come to: even ports below those that the system gives to whoever asks for any."""
        low = 20_000 + self.web % 50 * 200
        return low, low + 198

    @classmethod
    def parse(cls, text: str) -> "Ports":
        """`auto` for free ones, or the web's; others follow (8000: 8001, 8443, 8444, 8445, 8002 to 8007,
        and 5060 for devices)."""
        if text == "auto":
            return cls(*free_ports(12))
        try:
            web = int(text)
        except ValueError:
            web = 0
        if not 0 < web < 65536 - 445:
            raise LauncherError(f"端口“{text}”无效，请写 1 到 65090 之间的数字，或 auto。")
        beside = (web + 1, web + 443, web + 444, web + 445, web + 2, web + 3, web + 4, web + 5, web + 6, web + 7)
        # Devices expect 5060; a second platform, begun elsewhere, stands as far from it.
        return cls(web, *beside, web - 2940 if web >= 4000 else web + 8)
