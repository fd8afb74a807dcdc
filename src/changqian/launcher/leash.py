"""Runs a program so that it ends with its parent, and without root's rights where that is asked.

Used as `python -I -S leash.py PARENT SIGNAL ACCOUNT -- program arguments…`; imports nothing of this project. It is a
program of its own because code between fork and exec (`preexec_fn`) can deadlock in a parent that has threads.
"""

import ctypes
import os
import pwd
import signal
import sys
from collections.abc import Mapping, Sequence

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def leashed(
    command: Sequence[str], *, account: str | None = None, on_parent_death: signal.Signals = signal.SIGTERM
) -> list[str]:
    """The command line that runs `command` on a leash held by this process (start it from the main thread only:
    the kernel takes the death of the forking *thread* for the death of the parent)."""
    leash = [sys.executable, "-I", "-S", __file__, str(os.getpid()), str(int(on_parent_death)), account or "-"]
    return [*leash, "--", *command]


def run(parent: int, on_parent_death: int, account: str, command: Sequence[str], env: Mapping[str, str]) -> None:
    if account != "-":
        entry = pwd.getpwnam(account)
        os.setgroups([])
        os.setgid(entry.pw_gid)
        os.setuid(entry.pw_uid)
    if sys.platform == "linux":
        # After setuid, which clears the setting; execve keeps it.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, on_parent_death)
    if os.getppid() != parent:
        sys.exit(0)  # the parent died before the leash was on
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_DFL)  # Python ignores them, and execve would keep that
    try:
        os.execvpe(command[0], list(command), dict(env))
    except OSError as error:
        sys.exit(f"{command[0]}: {error.strerror}")


if __name__ == "__main__":
    run(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3], sys.argv[5:], os.environ)
