"""The parameters of each codec (`a=fmtp`): read, printed, and brought together with ours."""

from changqian.protocols.sdp.negotiation.parameters.amr import AmrParameters
from changqian.protocols.sdp.negotiation.parameters.base import Parameters
from changqian.protocols.sdp.negotiation.parameters.events import EventParameters
from changqian.protocols.sdp.negotiation.parameters.h264 import H264Parameters
from changqian.protocols.sdp.negotiation.parameters.opus import OpusParameters

__all__ = ["AmrParameters", "EventParameters", "H264Parameters", "OpusParameters", "Parameters"]
