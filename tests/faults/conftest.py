from collections.abc import Iterator

import pytest

from tests.faults.running import Platform


@pytest.fixture
def platform() -> Iterator[Platform]:
    running = Platform()
    try:
        running.start()
        yield running
    finally:
        running.remove()
