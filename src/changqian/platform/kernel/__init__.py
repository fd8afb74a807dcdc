"""What everything stands on: scope, steps, codes, crypto, dates, geometry. No tables."""
