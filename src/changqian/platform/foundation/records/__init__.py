"""A record: a versioned, scoped, audited row with its verbs, its list and its endpoint."""
