"""Codecs whose bytes are samples (G.711), and comfort noise beside them (RFC 3551 §4.5.14, RFC 3389)."""

from __future__ import annotations

from collections.abc import Iterator


def frames(data: bytes, timestamp: int, ticks: int) -> Iterator[tuple[int, bytes]]:
    """A packet cut into pieces of `ticks` samples with their timestamps; the last may be shorter.

    10 ms divide every packet time in use, so that senders of 10, 20, 30 and 60 ms all fit one playout clock.
    """
    for begin in range(0, len(data), ticks):
        yield timestamp + begin & 0xFFFFFFFF, data[begin : begin + ticks]


def noise(data: bytes) -> float:
    """The level of comfort noise in dB below full (dBov), 0 to -127. (RFC 3389 §3.1)"""
    return -float(data[0] & 0x7F) if data else -127.0


def comfort(level: float) -> bytes:
    """The payload that says it, without a spectrum."""
    return bytes([min(127, max(0, round(-level)))])
