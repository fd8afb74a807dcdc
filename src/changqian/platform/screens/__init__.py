"""Read-only compositions over many ledgers."""
