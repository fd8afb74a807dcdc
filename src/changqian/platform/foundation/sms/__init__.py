"""Short messages: what is sent to a phone, by which gateway, what came of it; and the six digits that prove a phone."""
