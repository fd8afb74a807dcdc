"""The platform: one Django project. Layers import downward only (see the contracts in pyproject.toml)."""
