"""Frozen dataclasses that cross between processes; nothing else."""
