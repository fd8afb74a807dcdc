"""The city's data centre: injury appraisals and social insurance of the city's firms, served well or badly.

It speaks, and fails, as the province's platform does; only what it knows is its own.
"""
