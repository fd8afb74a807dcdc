"""Our own servers of real time (video, voice): what they must know, what they are told to do, what they tell.

They have no database. A gateway takes a snapshot with a revision, commands with an id, and delivers events by number,
again and again until they are acknowledged (`wire/`).
"""
