"""A cipher machine that holds the keys of sealed columns."""
