"""A gateway for short messages that sends nothing: what it was given can be read on its outbox page."""
