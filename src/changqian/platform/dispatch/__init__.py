"""LE08, CC03-CC08: the command centre."""
