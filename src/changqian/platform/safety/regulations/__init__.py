"""规章制度: what a firm rules for itself, from the draft through consultation and publication to its repeal."""
