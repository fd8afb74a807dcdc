"""What the sound of a stream is, for who decodes it: the browser, for both G.711 and AAC.

AAC goes beside the picture like G.711, not into the fMP4 as a second track: MediaSource stops a picture whose sound is
late or has a hole (Media Source Extensions §3.11), and a body camera's sound has many.
"""

from typing import Any

from changqian.protocols.mpegps.adts import Adts, MalformedAdts
from changqian.protocols.mpegps.codecs import Codec
from changqian.protocols.mpegps.events import Frame

G711 = {Codec.G711A: "alaw", Codec.G711U: "ulaw"}
SOUNDS = (*G711, Codec.AAC)
"Those that anybody can play."
NARROW = {"rate": 8000, "channels": 1}
CHANNELS = (1, 2)


def described(frame: Frame) -> dict[str, Any] | None:
    """None for what nobody can play. AAC keeps its ADTS headers."""
    if frame.codec in G711:
        return {"codec": G711[frame.codec], **NARROW}
    try:
        header = Adts.parse(frame.data)
    except MalformedAdts:
        return None
    if header.channels not in CHANNELS:
        return None
    return {"codec": header.codec_string, "rate": header.sample_rate, "channels": header.channels}
