"""RTP and RTCP (RFC 3550) as GB/T 28181 devices speak them: packets, framing over TCP, reordering, figures, G.711."""
