"""Experts, insurers and training institutions: who applies, what the city decides, until when it holds."""
