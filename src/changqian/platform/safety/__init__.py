"""ES01-ES12: the safety ledgers of an enterprise."""
