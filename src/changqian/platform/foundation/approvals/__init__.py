"""Asking somebody to agree: steps in order or side by side, opinions, return, delegation, and what comes of it."""
