"""ES07: risk catalogue, risk points, control frequency, monthly tasks and patrols (风险分级管控)."""
