"""Calls that a kill would leave running at the device: how to end each is kept on disk, and done at the next start.

Else a device that sends one stream only is busy for ever. Over UDP; a TCP connection is gone with its call.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from changqian.gateways.video.signalling import Signalling
from changqian.gateways.video.store import write_whole
from changqian.protocols.sip import Dialog, DialogId, Flow, Headers, Malformed, Request, Uri

LEAP = 100
"How far the number of the BYE is ahead: requests in the dialog since then had lower ones."


class Calls:
    def __init__(self, path: Path, signalling: Signalling) -> None:
        self.path, self.signalling = path, signalling
        self.kept: tuple[DialogId, ...] = ()

    async def keep(self, running: Sequence[DialogId]) -> None:
        """These run now."""
        if tuple(running) == self.kept:
            return
        self.kept = tuple(running)
        dialogs = self.signalling.endpoint.dialogs
        byes = [_bye(dialogs[each]) for each in running if each in dialogs]
        await asyncio.to_thread(write_whole, self.path, orjson.dumps(byes))

    def end_left(self) -> None:
        """Those that ran when the process before was killed."""
        try:
            left = orjson.loads(self.path.read_bytes())
        except (FileNotFoundError, ValueError):
            return
        for said in left:
            try:
                headers = Headers.of([(name, value) for name, value in said["headers"]])
                request = Request(method="BYE", uri=Uri.parse(said["uri"]), headers=headers)
            except (Malformed, KeyError, TypeError):
                continue
            if said["transport"] == "UDP":
                flow = Flow("UDP", said["host"], said["port"])
                self.signalling.endpoint.request(request, flow, self.signalling.loop.time())
        self.signalling.pump()
        write_whole(self.path, b"[]")


def _bye(dialog: Dialog) -> dict[str, Any]:
    _, request = dialog.request("BYE")
    number = f"{request.cseq.number + LEAP} BYE"
    headers = [(name, value) for name, value in request.with_headers([("CSeq", number)]).headers]
    flow = dialog.flow
    return {
        "uri": str(request.uri),
        "headers": headers,
        "transport": flow.transport,
        "host": flow.host,
        "port": flow.port,
    }
