"""How often something may be done: counted in the database, so that the limit holds whatever copy of `web` is asked."""
