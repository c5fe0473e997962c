"""Answers as they are, whoever asks: a registry, or what stands in its place, that says whatever it likes."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def answering(version: bytes, studies: bytes) -> Iterator[str]:
    """Run what answers every request with these bytes; give its address."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            first = self.rfile.readline()
            while self.rfile.readline().strip():
                pass
            self.wfile.write(version if b"/version" in first else studies)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/api/v2"
        server.shutdown()
