"""风控工业企业: the province's list and the city's register as one, each firm with how it stands."""
