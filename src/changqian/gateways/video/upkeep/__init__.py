"""How devices are, how they are set, and what runs on them. GB/T 28181-2022 9.3, 9.5, 9.13."""
