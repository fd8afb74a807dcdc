"""What an administrator may set: numbers and switches that the code reads while it runs, each with its bounds."""
