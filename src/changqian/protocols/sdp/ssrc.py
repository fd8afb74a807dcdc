"""The ten digits of `y=`. GB/T 28181-2022 annex G.

Digit 1: 0 live, 1 history. Digits 2 to 6: digits 4 to 8 of the id of the surveillance domain. Digits 7 to 10: a serial
that no other stream of the domain has at the time.
"""

from collections.abc import Container

from changqian.protocols.sdp.lines import Malformed

SERIALS = 10_000


def ssrc(domain: str, serial: int, *, history: bool) -> str:
    """`domain` is the platform's id of 20 digits, or its first ten; `serial` is 0 to 9999. Malformed otherwise."""
    if not (domain.isascii() and domain.isdigit() and len(domain) in (10, 20)):
        raise Malformed(f"{domain!r} is not the id of a domain")
    if not 0 <= serial < SERIALS:
        raise Malformed(f"{serial} is not a serial from 0 to {SERIALS - 1}")
    return f"{int(history)}{domain[3:8]}{serial:04d}"


def free_serial(taken: Container[int], after: int) -> int | None:
    """The next serial that is free, counting on from `after` and around; None when all are taken.

    Counting on keeps late packets of a stream that just ended from being taken for the next one.
    """
    around = ((after + step) % SERIALS for step in range(1, SERIALS + 1))
    return next((serial for serial in around if serial not in taken), None)
