"""执法记录仪 (LE01, LE02.2, LE03.5, LE04.1): the recorders of an authority, who wears them, what they tell of
themselves, and their live pictures."""
