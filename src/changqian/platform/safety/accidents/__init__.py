"""事故: what happened, who was hurt by whichever source, who investigates by when, and what the insurer paid."""
