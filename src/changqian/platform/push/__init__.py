"""The streaming app: events to browsers."""
