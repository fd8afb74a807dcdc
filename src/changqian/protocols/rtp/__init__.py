"""RTP and RTCP (RFC 3550) as GB/T 28181 devices and telephones speak them.

Packets, framing over TCP, reordering (`window`), playout of voice (`jitter`), figures and marks, reports and feedback,
lip sync, G.711; other payloads are in `payload`.
"""
