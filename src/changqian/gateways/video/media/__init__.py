"""Media of devices: from RTP on a port of ours to fMP4 for browsers."""
