"""`python -m changqian.gateways.video.recording.digesting`: digests of files, in a process of its own.

SM3 takes a fifth of a core for 120 streams of 2 Mbit/s (OpenSSL has it in C only: 157 MB/s measured). Behind all other
processes it takes that from nobody; a thread could not, since it would keep the interpreter's lock when it has to wait.
Paths come on standard input, a line each, and digests go out in that order; an empty line says that there is none.
"""

import asyncio
import hashlib
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

CHUNK = 1 << 20
PATIENCE = 60.0
"Seconds for one file."


def digest(path: Path) -> str:
    """SM3 (GB/T 32905), in hexadecimal."""
    found = hashlib.new("sm3")
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


class Digester:
    """Begun when it is first needed, and again when it has died."""

    def __init__(self) -> None:
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def of(self, path: Path) -> str:
        """OSError for a file that cannot be read."""
        async with self._turn:
            try:
                if found := await asyncio.wait_for(self._asked(path), PATIENCE):
                    return found
            except (OSError, TimeoutError):
                await self._end()
        # Without it, or for the reason why.
        return await asyncio.to_thread(digest, path)

    async def close(self) -> None:
        async with self._turn:
            await self._end()

    async def _asked(self, path: Path) -> str:
        process = self._process
        if process is None:
            process = self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "changqian.gateways.video.recording.digesting"),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
            )
        assert process.stdin
        assert process.stdout
        process.stdin.write(os.fsencode(path) + b"\n")
        line = await process.stdout.readline()
        if not line:
            raise BrokenPipeError("it has died")
        return line.decode().strip()

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            process.kill()
        if process.stdin:
            process.stdin.close()
        await process.wait()


def main() -> None:
    os.nice(15)
    # Ctrl-C is meant for the gateway, which closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        try:
            found = digest(Path(os.fsdecode(line.rstrip(b"\n"))))
        except OSError:
            found = ""
        print(found, flush=True)


if __name__ == "__main__":
    main()
