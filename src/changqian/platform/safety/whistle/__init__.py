"""吹哨奖: what employees report in their firm (吹哨), its handling and rewards (听哨), the authority's part (监哨).

Who reported is sealed in a table of its own, and opened to the handlers that the policy names.
"""
