"""What the platform does by itself: events told to others, jobs by the calendar, loops of the worker."""
