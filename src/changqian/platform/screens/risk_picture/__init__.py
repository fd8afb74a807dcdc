"""One firm's whole risk picture: what it reported, its own risk points beside those it declared, and what is done."""
