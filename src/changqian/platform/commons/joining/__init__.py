"""Joining: people register by real name, firms are claimed, staff invited; who belongs to a firm, and who leaves it."""
