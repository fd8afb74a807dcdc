"""The video gateway: GB/T 28181 devices on one side, browsers on the other, the platform told of all.

Runs by `python -m changqian.gateways.video`. `gateway` joins the parts: `signalling` and `registrar` (SIP), `asking`
(queries and their answers), `media` (RTP to fMP4), `events` and `store` (what survives a kill), `app` (HTTP).
"""
