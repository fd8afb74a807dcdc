"""Showing uploads to a virus scanner: clamd's INSTREAM command over its socket (clamd(8)).

`zINSTREAM\\0`, then chunks, each led by its length in four bytes, big-endian; an empty one ends. The answer is
`stream: OK`, `stream: <name> FOUND`, or `… ERROR`.
"""

import socket
from typing import IO

import structlog
from django.conf import settings

from changqian.platform.kernel.errors import RuleViolation

CHUNK = 256 * 1024
PATIENCE = 60.0
"Seconds a scan may take."
log = structlog.get_logger("changqian.files")


def refuse_infected(file: IO[bytes]) -> None:
    """RuleViolation if the scanner finds something, or cannot be asked; nothing where none is set up."""
    if not settings.CLAMD:
        return
    try:
        said = _asked(settings.CLAMD, file)
    except OSError as error:
        log.error("scanner unavailable", error=str(error))
        raise RuleViolation("病毒扫描服务暂时不可用，文件没有保存，请稍后再试", field="file") from error
    if said.endswith("FOUND"):
        log.warning("infected upload", found=said)
        raise RuleViolation("文件中发现病毒，不能上传，请先查杀", field="file")
    if not said.endswith("OK"):
        log.error("scanner refused", said=said)
        raise RuleViolation("病毒扫描没有完成，文件没有保存，请压缩后重试或联系管理员", field="file")


def _asked(where: str, file: IO[bytes]) -> str:
    with _connected(where) as line:
        line.sendall(b"zINSTREAM\0")
        file.seek(0)
        while chunk := file.read(CHUNK):
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(bytes(4))
        said = b""
        while b"\0" not in said and (more := line.recv(4096)):
            said += more
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


def _connected(where: str) -> socket.socket:
    if where.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(PATIENCE)
        line.connect(where)
        return line
    host, _, port = where.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=PATIENCE)
