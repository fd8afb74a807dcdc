"""Files by content: stored once under their SM3, attached to the rows that show them."""
