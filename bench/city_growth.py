"""How the cost of a city grows with its size: one, and ten times as much of it, each in a folder of its own.

`CITY_BENCH=100000` measures a whole city; the default is what a bench may take of an afternoon.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from shutil import rmtree

from changqian.launcher.bench import Result

ENTERPRISES = int(os.environ.get("CITY_BENCH", "10000"))
WHOLE_CITY, MINUTES = 100_000, 25


def run() -> list[Result]:
    small, whole = seconds(ENTERPRISES // 10), seconds(ENTERPRISES)
    return [
        Result("city_minutes_for_100000", round(whole / ENTERPRISES * WHOLE_CITY / 60, 1), MINUTES, "min"),
        Result("city_cost_of_ten_times_as_much", round(whole / small, 1), 12, "x"),
    ]


def seconds(enterprises: int) -> float:
    """What the command says that it took, from an empty folder."""
    folder = Path(tempfile.mkdtemp(prefix="changqian-bench-"))
    folder.chmod(0o755)
    try:
        env = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CHANGQIAN_KEYS")}
        command = [sys.executable, "-m", "changqian.launcher.cli", "city", "--data", str(folder)]
        done = subprocess.run(
            [*command, "--enterprises", str(enterprises)], env=env, check=True, capture_output=True, text=True
        )
    finally:
        rmtree(folder)
    return float(re.findall(r"\[ *([0-9.]+) s\]", done.stdout)[-1])
