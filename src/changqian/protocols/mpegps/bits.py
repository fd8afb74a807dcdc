"""Reading bits and Exp-Golomb codes (H.264 §7.2, §9.1)."""


class Bits:
    """Behind the end come zeros, for ever: who reads checks `left` once, at the end."""

    def __init__(self, data: bytes) -> None:
        self._value = int.from_bytes(data)
        self.left = 8 * len(data)
        "Bits not read yet; negative once more were read than there are."

    def u(self, count: int) -> int:
        self.left -= count
        if self.left >= 0:
            return self._value >> self.left & (1 << count) - 1
        return self._value << -self.left & (1 << count) - 1

    def ue(self) -> int:
        """Unsigned; what has more than 32 leading zeros reads as 0 and uses up all bits."""
        rest = self._value & (1 << max(0, self.left)) - 1
        zeros = self.left - rest.bit_length()
        if self.left <= 0 or zeros > 32:
            self.left = -1
            return 0
        self.left -= zeros
        return self.u(zeros + 1) - 1

    def se(self) -> int:
        """Signed (§9.1.1)."""
        code = self.ue()
        return (code + 1) // 2 if code & 1 else -(code // 2)


def unescaped(unit: bytes) -> bytes:
    """The payload of a NAL unit without its emulation prevention bytes (§7.3.1)."""
    return unit.replace(b"\0\0\3", b"\0\0")
