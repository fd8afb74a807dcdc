"""Which mode of AMR to send next: what the other side asks for, within what was agreed (RFC 4867 §4.3.1, §8.1)."""

from __future__ import annotations

from collections.abc import Iterable

from changqian.protocols.rtp.payload.amr import Variant


class ModeControl:
    """Follows the mode requests of the peer, frame by frame."""

    def __init__(
        self,
        variant: Variant,
        modes: Iterable[int],
        *,
        start: int | None = None,
        period: int = 1,
        neighbour: bool = False,
    ) -> None:
        """`modes`: those agreed, `mode-set`. `period`: frames between two changes, `mode-change-period`. `neighbour`:
        only to the next of the modes agreed, `mode-change-neighbor`. `start`: the first mode, by default the highest.
        """
        self._modes = sorted(set(modes) & variant.modes)
        if not self._modes:
            raise ValueError(f"{variant.name} without a mode")
        self._variant, self._period, self._neighbour = variant, max(1, period), neighbour
        self.mode = self._allowed(self._modes[-1] if start is None else start)
        "The mode of the frame that is sent now."
        self._wanted = self.mode
        self._ceiling = self._modes[-1]
        self._frames = 0

    def request(self, mode: int) -> None:
        """What a packet of the peer asked for. Not asking (15) and what no mode is change nothing: §4.3.1 has requests
        hold until another one comes."""
        if mode in self._variant.modes:
            self._wanted = self._allowed(mode)

    def limit(self, mode: int) -> None:
        """No mode above this from now on: bandwidth, or our own measure of loss."""
        self._ceiling = self._allowed(mode)

    def next(self) -> int:
        """The mode of the next frame."""
        target = min(self._wanted, self._ceiling)
        if target != self.mode and self._frames % self._period == 0:
            self.mode = self._towards(target) if self._neighbour else target
        self._frames += 1
        return self.mode

    def _towards(self, target: int) -> int:
        at = self._modes.index(self.mode)
        return self._modes[at + (1 if target > self.mode else -1)]

    def _allowed(self, mode: int) -> int:
        """The highest that was agreed and is not above; the lowest where all are."""
        return max((each for each in self._modes if each <= mode), default=self._modes[0])
