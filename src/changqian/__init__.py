"""常企安: enterprise safety services, visible enforcement and converged communication for a city."""

__version__ = "0.1.0"
