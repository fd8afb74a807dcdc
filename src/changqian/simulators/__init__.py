"""Outside systems as they answer on the wire: for tests and for a laptop. The platform never imports them."""
