"""The time, to whoever asks: the server's half of SNTP, without sockets or clock. RFC 5905, RFC 4330."""

from changqian.protocols.ntp.packet import LENGTH, Malformed, answer

__all__ = ["LENGTH", "Malformed", "answer"]
