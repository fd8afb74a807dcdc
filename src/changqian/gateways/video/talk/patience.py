"""How long the steps of a talk may take."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds."""

    answer: float = 10.0
    "For the answer of a device to our INVITE."
    invite: float = 10.0
    "For the INVITE of a device that was told of a broadcast."
    connection: float = 8.0
    "For its TCP connection, or its ACK."
    sound: float = 8.0
    "For its own sound, where it said that it would send some; then its lack is told."
    voice: float = 15.0
    "Without a packet from the browser, which sends silence too."
    ring: float = 60.0
    "That a device which calls is kept ringing."
    tries: int = 4
    "To connect to a device that listens: at least three, a second apart (annex D)."
    pause: float = 1.0
