"""Body cameras (执法记录仪) over GB/T 28181, good enough to test any platform: `Fleet` runs as many as wanted.

They register, answer, send pictures that a test can read, walk along the roads of Changzhou, ring alarms, listen, and
misbehave as `Quirks` says.
"""

from changqian.simulators.recorder.clips import LOAD, Kind
from changqian.simulators.recorder.device import Recorder
from changqian.simulators.recorder.fleet import Fleet
from changqian.simulators.recorder.pictures import number_in
from changqian.simulators.recorder.quirks import VENDORS, Letters, Quirks, Ssrc

__all__ = ["LOAD", "VENDORS", "Fleet", "Kind", "Letters", "Quirks", "Recorder", "Ssrc", "number_in"]
