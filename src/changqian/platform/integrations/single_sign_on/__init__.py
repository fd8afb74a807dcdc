"""Signing in by another system's account (数字政府、常治慧、我的常州): an OpenID Connect client."""
