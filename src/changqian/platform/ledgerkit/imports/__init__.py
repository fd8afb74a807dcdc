"""Rows that come in a file people already have: read, mapped to a ledger's own form, checked, and then imported."""
