"""Reading what may be noise."""

from changqian.protocols.gb28181.errors import Malformed
from changqian.protocols.gb28181.ids import InvalidId


def attempt(read, noise):
    """What is read, or None if it is refused in the proper way; any other error is the test's."""
    try:
        return read(noise)
    except (Malformed, InvalidId):
        return None
