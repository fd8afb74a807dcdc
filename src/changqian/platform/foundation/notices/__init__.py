"""Messages to one person: what happened, and where to go. The push server sends them on; this is where they stay."""
