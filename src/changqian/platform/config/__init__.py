"""The composition root: settings, URLs, the list of ledgers."""
