"""What devices have recorded: played for one viewer with pause, seek, speed and step, or fetched into a file."""
