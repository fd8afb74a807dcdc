"""A register of persons that believes everybody, except those it was told of."""
