"""Enterprises on the map: by name, in a drawn area, within a radius, clustered; the card of a site."""
