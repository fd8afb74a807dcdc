"""The sender's side: data cut into the packets of one source."""

from struct import Struct

_HEADER = Struct("!BBHII")


class Sender:
    """Numbers the packets of one synchronisation source and counts them for its reports (RFC 3550 §5.1, §6.4.1)."""

    def __init__(self, *, payload_type: int, ssrc: int, sequence: int = 0, largest: int = 1400) -> None:
        self.payload_type, self.ssrc, self.largest = payload_type, ssrc, largest
        self.sequence = sequence
        "The number of the next packet."
        self.packets = 0
        self.octets = 0
        "Of payload only."

    def cut(self, data: bytes, timestamp: int) -> list[bytes]:
        """The packets of one frame: payloads of at most `largest` bytes, the marker on the last (RFC 2250 §3)."""
        made = []
        timestamp &= 0xFFFFFFFF
        for begin in range(0, len(data), self.largest):
            payload = data[begin : begin + self.largest]
            last = begin + self.largest >= len(data)
            header = _HEADER.pack(0x80, self.payload_type | last << 7, self.sequence, timestamp, self.ssrc)
            made.append(header + payload)
            self.sequence = self.sequence + 1 & 0xFFFF
        self.packets += len(made)
        self.octets += len(data)
        return made
