"""What a scanned 常安码 shows: a card to the public, a patrol to staff, the archive to regulators."""
