"""The package stands on the standard library alone, and on none of it that does things by itself."""

import ast
import sys
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
OWN = "changqian.protocols.sip"
ACTING = {"asyncio", "socket", "time", "datetime", "secrets", "os", "threading", "subprocess"}


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            found.add(node.module or ".")
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name.partition(".")[0] for name in found if not name.startswith(OWN)}


def test_nothing_is_imported_but_the_standard_library():
    for path in PACKAGE.glob("*.py"):
        assert imported(path) <= set(sys.stdlib_module_names), path.name


def test_nothing_reads_a_clock_or_a_socket_nor_do_its_tests():
    for path in PACKAGE.rglob("*.py"):
        assert not imported(path) & ACTING, path.name
