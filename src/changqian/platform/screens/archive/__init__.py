"""一企一档: one enterprise over all ledgers, each number with the list behind it."""
