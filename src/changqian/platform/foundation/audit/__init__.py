"""Who did what to which rows, chained so that nothing can be taken out."""
