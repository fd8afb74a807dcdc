"""Asyncio shells around the protocols: video and voice."""
