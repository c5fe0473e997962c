"""A registry of our own on a local port: it answers as the API of ClinicalTrials.gov does, and misbehaves on demand.

By hand:

    python -m tests.sync.registry_server RECORDS.jsonl[.gz] … [--port N] [--faults 0.05] [--data 2026-11-26T09:00:05]
"""

from __future__ import annotations

import argparse
import contextlib
import random
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from tests.sync.registry_answers import DATA, TWICE, Answers, Asked, Entry, Matches, Study, anything, entries_of_file

FAULTS = ("429", "500", "cut", "reset", "slow", "bad json", "expired", "wrong type", "redirect loop", "twice")


@dataclass
class Faults:
    """Which faults come: those that are lined up, one a request, then each kind at a rate."""

    rate: float = 0.0
    kinds: tuple[str, ...] = FAULTS
    lined_up: list[str] = field(default_factory=list)
    retry_after: str = "0"
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    happened: list[str] = field(default_factory=list)

    def next(self, applies: Callable[[str], bool]) -> str:
        """Return the fault of a request; empty for none."""
        kinds = [self.lined_up.pop(0)] if self.lined_up else [k for k in self.kinds if self.dice.random() < self.rate]
        for kind in kinds:
            if kind and applies(kind):
                self.happened.append(kind)
                return kind
        return ""


class RegistryServer:
    """The server; a context that runs it.

    Attributes:
        answers: The records, which can be changed while it runs, and what is said of them.
        faults: How it misbehaves.
        requests: The path and parameters of every request.
        agents: Who said to make them.
        sent: The bytes of all answers.
        pause: The seconds that it takes over each answer.
    """

    def __init__(
        self, records: Iterable[Study | Entry], *, data: str = DATA, faults: Faults | None = None,
        matches: Matches = anything, port: int = 0, pause: float = 0.0,
    ) -> None:  # fmt: skip
        self.answers, self.faults, self.pause = Answers(records, data, matches), faults or Faults(), pause
        self.requests: list[tuple[str, Asked]] = []
        self.agents: set[str] = set()
        self.sent = 0
        server = self

        class Handler(_Handler):
            registry = server

        self._http = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}/api/v2"

    def __enter__(self) -> RegistryServer:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._http.shutdown()
        self._http.server_close()


class _Handler(BaseHTTPRequestHandler):
    registry: RegistryServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = dict(parse_qsl(parts.query))
        registry = self.registry
        registry.agents.add(self.headers.get("User-Agent", ""))
        registry.requests.append((parts.path, asked))
        time.sleep(registry.pause)
        if parts.path == "/loop":
            self._redirect()
            return
        kind = registry.faults.next(lambda kind: _applies(kind, parts.path, asked))
        twice = {TWICE: "yes"} if kind == "twice" else {}
        status, content_type, body = registry.answers.answer(parts.path, asked | twice)
        with contextlib.suppress(OSError):
            if not self._misbehave(kind, body):
                self._send(status, content_type, body)

    def _misbehave(self, kind: str, body: bytes) -> bool:
        """Commit a fault instead of answering; False where there is none to commit."""
        match kind:
            case "429":
                retry_after = {"Retry-After": self.registry.faults.retry_after}
                self._send(429, "text/plain", b"slow down", headers=retry_after)
            case "500":
                self._send(500, "text/plain", b"out of order")
            case "cut" | "reset":
                self._send(200, "application/json", body[: len(body) // 2], length=len(body))
                if kind == "reset":
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    self.connection.close()
                self.close_connection = True
            case "slow":
                self._send(200, "application/json", b"", length=len(body))
                for byte in body[:400]:
                    self.wfile.write(bytes((byte,)))
                    time.sleep(0.05)
                self.close_connection = True
            case "bad json":
                self._send(200, "application/json", body[: len(body) // 2])
            case "expired":
                self._send(400, "text/plain", b"Page token has expired")
            case "wrong type":
                self._send(200, "text/html", b"<html>Log in to the guest network</html>")
            case "redirect loop":
                self._redirect()
            case _:
                return False
        return True

    def _redirect(self) -> None:
        self._send(302, "text/plain", b"", headers={"Location": "/loop"})

    def _send(
        self, status: int, content_type: str, body: bytes, *, length: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        self.send_response(status)
        about = {"Content-Type": content_type, "Content-Length": str(len(body) if length is None else length)}
        for name, value in {**about, **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.registry.sent += len(body)


def _applies(kind: str, path: str, asked: Asked) -> bool:
    """Tell whether a request can have this fault."""
    if kind == "expired":
        return "pageToken" in asked
    return kind != "twice" or (path.endswith("/studies") and "fields" not in asked)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--data", default=DATA)
    parser.add_argument("--pause", type=float, default=0.0)
    options = parser.parse_args()
    records = (entry for file in options.files for entry in entries_of_file(file))
    faults = Faults(options.faults)
    with RegistryServer(records, data=options.data, faults=faults, port=options.port, pause=options.pause) as server:
        print(server.url, flush=True)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
