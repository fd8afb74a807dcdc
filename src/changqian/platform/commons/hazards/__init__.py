"""隐患: found, assigned, rectified, reviewed by another person, closed; major ones under the authority's eyes."""
