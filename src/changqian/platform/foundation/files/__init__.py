"""Stored files: photos, videos and documents, kept once by content, attached to the rows they belong to."""
