from collections.abc import Iterator

import pytest

from tests.running import FIRMS, Platform


@pytest.fixture(scope="session")
def platform() -> Iterator[Platform]:
    """One for all: whatever a test kills is up again at its end. `test_kill`, the last, ends it for good."""
    running = Platform(enterprises=FIRMS, begun=True)
    try:
        running.start()
        yield running
    finally:
        running.remove()
