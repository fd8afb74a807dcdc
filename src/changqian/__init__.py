"""常企安: enterprise safety services, visible enforcement and converged communication for a city."""
