"""The package stands on the standard library and on SIP alone, and on nothing that does things by itself."""

from pathlib import Path

from changqian.protocols.sip.tests.test_purity import ACTING, imported

PACKAGE = Path(__file__).parent.parent
ALLOWED = {"changqian", "collections", "contextlib", "dataclasses", "enum", "random", "re", "typing", "unicodedata"}


def test_nothing_is_imported_but_the_standard_library_and_sip():
    for path in PACKAGE.rglob("*.py"):
        if "tests" not in path.parts:
            assert imported(path) <= ALLOWED, path.name
            assert "changqian.gateways" not in path.read_text()


def test_nothing_reads_a_clock_or_a_socket_nor_do_its_tests():
    for path in PACKAGE.rglob("*.py"):
        assert not imported(path) & ACTING, path.name
