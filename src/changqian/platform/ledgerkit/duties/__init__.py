"""What enterprises owe by a day (drills, reports, inspections): who has done it, who has not, and why it is owed."""
