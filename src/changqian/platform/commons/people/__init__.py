"""People of an enterprise: who holds which post, and with which certificates."""
