"""Warnings from the audit trail: what the auditor should look at, found by rule."""
