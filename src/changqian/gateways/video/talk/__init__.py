"""Voice to devices and from them: talk both ways, broadcast to many, and devices that call. GB/T 28181-2022 9.12.

A browser sends A-law in bursts: `pacing` and `voice` make a steady beat of it, `packing` the packets that a device
wants, and `path` takes them there. `talk` is the life of one device's call, `talks` are all of them, `ringing` those
that devices begin; `speaker` and `endpoints` are the browser's side.
"""
