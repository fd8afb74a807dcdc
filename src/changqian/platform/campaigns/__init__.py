"""ES13-ES19: special campaigns."""
