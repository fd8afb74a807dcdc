"""sqlmap and wapiti against a running system: for whoever asks for it, since it takes its five minutes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts" / "attack.py"


@pytest.mark.skipif(os.environ.get("CHANGQIAN_ATTACK") != "1", reason="CHANGQIAN_ATTACK=1 或 make attack 才运行")
@pytest.mark.timeout(900)
def test_the_tools_find_nothing():
    done = subprocess.run([sys.executable, str(SCRIPT)], capture_output=True, text=True, timeout=880, check=False)
    if "跳过" in done.stdout:
        pytest.skip(done.stdout.strip())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "PASS attack" in done.stdout
