"""Ledgers that other ledgers feed: people, checks, hazards, codes."""
