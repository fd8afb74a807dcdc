"""执法影像 (LE02.1, LE02.3, LE02.5, LE03.4): what was recorded, found by unit, recorder, officer, time and label;
marked, kept, looked at and taken away with its digest."""
