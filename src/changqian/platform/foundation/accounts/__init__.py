"""Who signs in, and which grants they hold."""
