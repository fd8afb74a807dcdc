"""Starts 常企安 on one machine: keys, embedded PostgreSQL, processes, certificates and the command `changqian`."""
