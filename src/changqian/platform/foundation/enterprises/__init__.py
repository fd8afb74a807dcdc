"""Enterprises (one per USCC) and their sites."""
