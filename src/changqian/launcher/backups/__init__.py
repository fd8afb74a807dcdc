"""Backups: base copies of the database, its journal as it is written, files, sealed keys; and the way back."""
