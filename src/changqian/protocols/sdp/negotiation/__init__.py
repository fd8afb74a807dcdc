"""Offer and answer of telephony (RFC 3264, 3GPP TS 26.114): pure functions from descriptions to what was agreed."""

from changqian.protocols.sdp.negotiation.agreed import Address, Agreed, Outcome, Pair
from changqian.protocols.sdp.negotiation.answering import answer
from changqian.protocols.sdp.negotiation.bandwidth import Bandwidths, affordable
from changqian.protocols.sdp.negotiation.codecs import Codec, codec
from changqian.protocols.sdp.negotiation.concluding import conclude
from changqian.protocols.sdp.negotiation.crypto import Crypto
from changqian.protocols.sdp.negotiation.feedback import Feedback
from changqian.protocols.sdp.negotiation.holding import hold, redirected, resume
from changqian.protocols.sdp.negotiation.offering import following, offer
from changqian.protocols.sdp.negotiation.parameters import (
    AmrParameters,
    EventParameters,
    H264Parameters,
    OpusParameters,
    Parameters,
)
from changqian.protocols.sdp.negotiation.refusals import Refusal, Why
from changqian.protocols.sdp.negotiation.sizes import ImageAttributes
from changqian.protocols.sdp.negotiation.terms import Avpf, Terms

__all__ = [
    "Address",
    "Agreed",
    "AmrParameters",
    "Avpf",
    "Bandwidths",
    "Codec",
    "Crypto",
    "EventParameters",
    "Feedback",
    "H264Parameters",
    "ImageAttributes",
    "OpusParameters",
    "Outcome",
    "Pair",
    "Parameters",
    "Refusal",
    "Terms",
    "Why",
    "affordable",
    "answer",
    "codec",
    "conclude",
    "following",
    "hold",
    "offer",
    "redirected",
    "resume",
]
