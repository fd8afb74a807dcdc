"""Code lists with scheme, version and source: industries, accident types, criteria, frequencies."""
