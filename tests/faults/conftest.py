from collections.abc import Iterator

import pytest

from tests.running import Platform


@pytest.fixture
def platform() -> Iterator[Platform]:
    running = Platform(enterprises=40)
    try:
        running.start()
        yield running
    finally:
        running.remove()
