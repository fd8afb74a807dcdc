"""Ends what a killed launcher left behind and the leash alone did not end.

The leash (`leash.py`) asks each program to stop when its parent dies. A server can miss that one signal while it
replaces a worker, or wait for ever for a worker that hangs; nobody is left to insist then. So the guard, a process of
its own, reads from the launcher which process groups live, and takes the end of the pipe for the launcher's death.

Run as `python -I -S guard.py SECONDS`; the pipe says `+GROUP` and `-GROUP`, a line each. Imports nothing of this
project.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Set
from contextlib import suppress

GRACE_SECONDS = 10.0
POLL_SECONDS = 0.1


class Guard:
    """The launcher's end of the pipe. Groups are those of `Popen(start_new_session=True)`: number = pid."""

    def __init__(self, grace: float = GRACE_SECONDS) -> None:
        self.grace = grace
        self.groups: set[int] = set()
        self.process: subprocess.Popen[bytes] | None = None

    def watch(self, group: int) -> None:
        self.groups.add(group)
        self._tell(f"+{group}")

    def forget(self, group: int) -> None:
        """To be called before the number can be given to another process: when the group was killed and waited for."""
        if group in self.groups:
            self.groups.discard(group)
            self._tell(f"-{group}")

    def dismiss(self) -> None:
        """Ends the guard; what is still watched is ended by it."""
        if self.process is not None and self.process.stdin is not None:
            with suppress(BrokenPipeError):
                self.process.stdin.close()
            self.process.wait()
            self.process = None

    def _tell(self, line: str) -> None:
        if self.process is None or self.process.poll() is not None:
            self._start()
            return
        assert self.process.stdin is not None
        with suppress(BrokenPipeError):  # it died this moment; the next line starts another
            self.process.stdin.write(f"{line}\n".encode())

    def _start(self) -> None:
        """A guard, or another one in place of one that was killed, that knows all."""
        self.process = subprocess.Popen(
            [sys.executable, "-I", "-S", __file__, str(self.grace)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            start_new_session=True,  # a closed terminal must not take it along
        )
        for group in self.groups:
            self._tell(f"+{group}")


def groups_at_the_end(lines: Iterable[str]) -> set[int]:
    """What was alive when the pipe ended. A half line, written by a launcher that died within it, is not counted."""
    groups: set[int] = set()
    for line in lines:
        if not line.endswith("\n"):
            break
        number = int(line[1:])
        (groups.add if line.startswith("+") else groups.discard)(number)
    return groups


def end(groups: Set[int], grace: float) -> None:
    """Waits `grace` seconds for the groups to end by themselves, then kills what is left of them."""
    deadline = time.monotonic() + grace
    remaining = set(groups)
    while remaining and time.monotonic() < deadline:
        remaining = {group for group in remaining if _signal(group, 0)}
        time.sleep(POLL_SECONDS)
    for group in remaining:
        _signal(group, signal.SIGKILL)


def _signal(group: int, number: int) -> bool:
    """Whether there was anybody to signal."""
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)  # it ends by the pipe alone
    end(groups_at_the_end(sys.stdin), float(sys.argv[1]))
