"""典型事故案例: what happened elsewhere, in our own words with the source, told to the firms it concerns."""
