"""Sites on the map: found by name, area and distance, clustered, each with its card."""
