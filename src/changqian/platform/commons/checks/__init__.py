"""What to look at, and what was seen: check items and inspections (检查)."""
