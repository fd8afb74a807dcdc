"""Pictures on demand: by the device where it can (GB/T 28181-2022 9.14), else out of its live picture."""
