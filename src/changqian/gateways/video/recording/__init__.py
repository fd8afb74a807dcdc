"""Footage: what devices send, kept on disk, found again, and given out.

`rules` says when and what; `recorder` keeps pictures coming; `tape` cuts a channel's fragments into segments; `disk`
writes them in threads; `library` knows what is there, makes room and repairs what a kill left; `serving` and
`exporting` give it to browsers. Files are `footage/<local date>/<device>/<channel>/<first millisecond since 1970>.mp4`.
"""
