"""LE02-LE11: enforcement made visible."""
