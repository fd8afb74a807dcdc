"""Terminals: whatever of ours moves through the city and can be located or called: recorders today, phones with voice.

What a terminal is (its papers, who wears it) its ledger says; here is whether it is there, and where it is and was.
"""
