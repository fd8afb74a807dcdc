"""The library of laws: versions with their days, article by article, and the citations that lead to them."""
