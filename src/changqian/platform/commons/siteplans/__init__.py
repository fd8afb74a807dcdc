"""Plans of a site: a picture or a piece of the map, with zones drawn on it and things of ledgers in their places."""
