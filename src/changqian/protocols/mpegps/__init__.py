"""MPEG program streams (ISO/IEC 13818-1 §2.5) as GB/T 28181 annex C uses them, and the elementary streams in them."""
