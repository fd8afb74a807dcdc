"""安全培训: what people of a firm were taught, by whom, for how long, and who did not pass."""
