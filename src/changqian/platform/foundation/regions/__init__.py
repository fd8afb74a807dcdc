"""The tree of places: city, districts, towns; an economic zone has no official code of its own."""
