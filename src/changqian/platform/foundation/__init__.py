"""The nouns all others share."""
