"""The media packages stand on the standard library alone, and on none of it that does things by itself."""

import ast
import sys
from pathlib import Path

import pytest

from changqian.protocols import rtp, sdp

ACTING = {"asyncio", "socket", "time", "secrets", "os", "threading", "subprocess", "random"}
HOMES = [Path(package.__file__).parent for package in (rtp, sdp)]
FILES = [path for home in HOMES for path in home.rglob("*.py") if "tests" not in path.parts]


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name.partition(".")[0] for name in found if not name.startswith("changqian.protocols.")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_nothing_acts_by_itself(path):
    names = imported(path) - {"changqian"}
    assert names <= set(sys.stdlib_module_names)
    assert not names & ACTING
