"""Session descriptions (RFC 4566, RFC 8866) as GB/T 28181 and VoLTE use them. Reads tolerantly, prints strictly."""

from changqian.protocols.sdp.answers import Fault, answer, faults
from changqian.protocols.sdp.attributes import Attribute, Direction, RtpMap, Setup
from changqian.protocols.sdp.description import AudioCode, Description, VideoCode
from changqian.protocols.sdp.lines import Line, Malformed
from changqian.protocols.sdp.media import Connection, Media, Transport
from changqian.protocols.sdp.offers import broadcast, download, play, playback, talk
from changqian.protocols.sdp.session import Origin, Session
from changqian.protocols.sdp.ssrc import free_serial, ssrc

__all__ = [
    "Attribute",
    "AudioCode",
    "Connection",
    "Description",
    "Direction",
    "Fault",
    "Line",
    "Malformed",
    "Media",
    "Origin",
    "RtpMap",
    "Session",
    "Setup",
    "Transport",
    "VideoCode",
    "answer",
    "broadcast",
    "download",
    "faults",
    "free_serial",
    "play",
    "playback",
    "ssrc",
    "talk",
]
