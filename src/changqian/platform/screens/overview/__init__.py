"""The regulator's overview: enterprises, risks, tasks and hazards of a region, for pages and the big screen."""
