"""What every ledger is made of: records of sites and enterprises, their statistics and their contract."""
