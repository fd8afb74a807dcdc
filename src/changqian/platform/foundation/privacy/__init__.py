"""Personal data wherever it lies: who may read it whole, and for what."""
