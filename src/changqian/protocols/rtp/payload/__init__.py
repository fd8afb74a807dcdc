"""What stands inside the packets of a telephone call: AMR (RFC 4867), H.264 (RFC 6184), key presses (RFC 4733)."""
