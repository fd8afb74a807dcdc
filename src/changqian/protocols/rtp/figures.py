"""How well a stream arrives: loss and jitter as receiver reports tell them (RFC 3550 §6.4.1, A.1, A.3, A.8)."""

MAX_DROPOUT, MAX_MISORDER = 3000, 100
"Numbers forward and back that are still the same run. (RFC 3550 A.1)"
_NOBODY = 0x10000
_LEAST_LOST, _MOST_LOST = -0x800000, 0x7FFFFF
"What 24 bits hold."


class Reception:
    """What is known of one source. Every packet is told, also late and duplicate ones: RFC 3550 counts them so."""

    def __init__(self, *, clock_rate: int) -> None:
        """`clock_rate`: of the RTP timestamps, in Hz."""
        self.clock_rate = clock_rate
        self.received = 0
        "Since the numbers last began anew."
        self.last_report: int | None = None
        "The middle 32 bits of the NTP time of the last sender report (LSR)."
        self._reported_at = 0.0
        self._base = self._highest = 0
        self._cycles = 0
        self._bad = _NOBODY
        self._transit: int | None = None
        self._jitter = 0
        self._expected_before = self._received_before = 0

    def take(self, sequence: int, timestamp: int, now: float) -> None:
        """A packet came at `now`, in seconds of a clock that does not go back."""
        forward = sequence - self._highest & 0xFFFF
        if not self.received:
            self._begin(sequence)
        elif forward < MAX_DROPOUT:
            if sequence < self._highest:
                self._cycles += 0x10000
            self._highest = sequence
        elif forward <= 0x10000 - MAX_MISORDER:
            if sequence != self._bad:
                self._bad = sequence + 1 & 0xFFFF
                return
            self._begin(sequence)
        self.received += 1
        transit = int(now * self.clock_rate) - timestamp
        if self._transit is not None:
            # Timestamps wrap at 32 bits, our clock does not.
            difference = transit - self._transit + 0x80000000 & 0xFFFFFFFF
            # Kept 16 times as large, as in RFC 3550 A.8, which rounds so.
            self._jitter += abs(difference - 0x80000000) - (self._jitter + 8 >> 4)
        self._transit = transit

    def _begin(self, sequence: int) -> None:
        self._base = self._highest = sequence
        self._cycles, self._bad, self._transit = 0, _NOBODY, None
        self.received = self._expected_before = self._received_before = 0

    def heard(self, ntp: int, now: float) -> None:
        """A sender report came; `ntp` is its time, 64 bits."""
        self.last_report, self._reported_at = ntp >> 16 & 0xFFFFFFFF, now

    @property
    def highest(self) -> int:
        """The extended highest sequence number."""
        return self._cycles + self._highest

    @property
    def expected(self) -> int:
        return self._cycles + self._highest - self._base + 1 if self.received else 0

    @property
    def lost(self) -> int:
        """Cumulative, within 24 bits; negative when duplicates outnumber losses."""
        return max(_LEAST_LOST, min(_MOST_LOST, self.expected - self.received))

    @property
    def jitter(self) -> int:
        """In ticks of the clock."""
        return self._jitter >> 4

    @property
    def jitter_seconds(self) -> float:
        return self._jitter / 16 / self.clock_rate

    def delay(self, now: float) -> int:
        """Since the last sender report, in 1/65 536 s (DLSR)."""
        return 0 if self.last_report is None else max(0, int((now - self._reported_at) * 65536)) & 0xFFFFFFFF

    def fraction(self) -> int:
        """The part lost since the last call, in 1/256; the next call begins a new interval. (RFC 3550 A.3)"""
        expected = self.expected - self._expected_before
        lost = expected - (self.received - self._received_before)
        self._expected_before, self._received_before = self.expected, self.received
        return min(255, (lost << 8) // expected) if expected > 0 and lost > 0 else 0
