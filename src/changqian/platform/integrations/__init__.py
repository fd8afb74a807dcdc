"""Outside systems the platform talks to, one folder each."""
