"""制度模版: outlines of a firm's safety regulations, chosen by what it does, filled with what is known of it."""
