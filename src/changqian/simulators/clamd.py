"""ClamAV's daemon as it answers INSTREAM: finds the EICAR test file, and nothing else.

The test file is the agreed harmless sample (eicar.org), put together here so that no scanner takes this source for it.
"""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-" + b"TEST-FILE!$H+H*"
LARGEST = 25 * 1024 * 1024
"StreamMaxLength as delivered."


class Handler(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        command = self._until_nul()
        if command != b"zINSTREAM":
            self.wfile.write(b"UNKNOWN COMMAND\0")
            return
        received = bytearray()
        while size := int.from_bytes(self.rfile.read(4), "big"):
            received += self.rfile.read(size)
            if len(received) > LARGEST:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.wfile.write(b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if EICAR in received else b"stream: OK\0")

    def _until_nul(self) -> bytes:
        command = b""
        while (byte := self.rfile.read(1)) not in (b"\0", b""):
            command += byte
        return command


@contextmanager
def clamd() -> Iterator[str]:
    """Where it listens, as host:port."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join(5)
