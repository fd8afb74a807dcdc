"""The province's risk-report platform: what it knows of a city's firms, served page by page, well or badly."""
