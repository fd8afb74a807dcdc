"""GB/T 28181 (2011, 2016 and 2022) beside SIP: its documents and its rules. No socket, no clock: time is an argument.

`documents` holds the MANSCDP bodies, `collecting` joins answers of many packets, `presence` and `subscriptions` are
state machines, `ptz`, `mansrtsp` and `subject` small codes, `cascade` what an upper platform is shown.
"""
