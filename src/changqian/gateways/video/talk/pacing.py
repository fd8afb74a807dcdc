"""A voice as networks deliver it, in bursts and with pauses, into 20 ms at a time. No clock, no socket."""

from changqian.protocols.rtp.g711 import Law, silence

EACH = 160
"Samples of 20 ms at 8 kHz, which A-law has in as many bytes."
LEAST, LONGEST = 3, 10
"Packets gathered before it begins: as few as will do, more after each time they did not."
MOST = 25
"Packets that may wait: half a second behind, the oldest are not worth hearing."
SILENCE = silence(Law.A, EACH)


class Pacer:
    def __init__(self) -> None:
        self.ahead = LEAST
        self.gaps = self.dropped = 0
        "How often it ran dry; bytes that came too fast."
        self._waiting = bytearray()
        self._speaking = False

    def push(self, sound: bytes) -> None:
        self._waiting += sound
        if len(self._waiting) > MOST * EACH:
            surplus = len(self._waiting) - self.ahead * EACH
            del self._waiting[:surplus]
            self.dropped += surplus

    def next(self) -> bytes:
        """What is to be heard in the next 20 ms: silence where there is nothing."""
        if not self._speaking and len(self._waiting) < self.ahead * EACH:
            return SILENCE
        self._speaking = True
        sound = bytes(self._waiting[:EACH])
        del self._waiting[:EACH]
        if len(sound) < EACH:
            self._speaking = False
            self.gaps += 1
            self.ahead = min(self.ahead + 1, LONGEST)
        return sound + SILENCE[len(sound) :]

    def clear(self) -> None:
        self._waiting.clear()
        self._speaking = False
