"""常安码: the code on a wall that opens a site's or a risk point's page."""
