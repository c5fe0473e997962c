"""OpenSSH's server on loopback, with keys and ports of its own; the tests are skipped where it cannot be had."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from tests.terminal import Terminal, in_terminal

TRIALTUI = f"{sys.executable} -I -m trialtui"
PRIVILEGE_SEPARATION = Path("/run/sshd")
"""Root's sshd wants this folder to be there; a service's start makes it."""

CONFIG = """
ListenAddress 127.0.0.1
Port {free}
Port {forced}
HostKey {folder}/host_key
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PidFile none
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
PrintMotd no
PrintLastLog no
AcceptEnv *
Subsystem sftp internal-sftp
LogLevel ERROR
Match LocalPort {forced}
    ForceCommand env HOME={home} {trialtui} --secure --store {store}
"""


def _program(name: str) -> str:
    """Return where a program is; the test is skipped where it is not."""
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip(f"{name} is not here")
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Host:
    """The far end: an account that may run anything, and on another port one that gets nothing but the browser."""

    folder: Path
    home: Path
    store: Path
    free: int
    forced: int
    ssh: str
    _options: tuple[str, ...] = field(default=())

    def command(self, *words: str, forced: bool, tty: bool = False, options: tuple[str, ...] = ()) -> list[str]:
        """Return the command line of a client."""
        port = self.forced if forced else self.free
        kept = [
            "-F", "none", "-p", str(port), "-i", f"{self.folder}/key", "-o", "IdentitiesOnly=yes", "-e", "none",
            "-o", "BatchMode=yes", "-o", f"UserKnownHostsFile={self.folder}/known_hosts", "-o", "LogLevel=ERROR",
        ]  # fmt: skip
        return [
            self.ssh,
            *kept,
            *options,
            "-tt" if tty else "-T",
            f"{getpass.getuser()}@127.0.0.1",
            *(["--", *words] if words else []),
        ]

    def run(
        self,
        *words: str,
        forced: bool = True,
        send: Mapping[str, str] | None = None,
        stdin: bytes = b"",
        subsystem: bool = False,
    ) -> subprocess.CompletedProcess[bytes]:
        """Have a command line carried out without a terminal, with some variables of the reader's sent along."""
        sent = send or {}
        options = tuple(part for name in sent for part in ("-o", f"SendEnv={name}"))
        options += ("-s",) if subsystem else ()
        command = self.command(*words, forced=forced, options=options)
        return subprocess.run(command, input=stdin, capture_output=True, env={**os.environ, **sent}, timeout=60)

    def terminal(
        self,
        *words: str,
        forced: bool = True,
        size: tuple[int, int] = (100, 30),
        term: str = "xterm-256color",
        send: Mapping[str, str] | None = None,
        options: tuple[str, ...] = (),
    ) -> AbstractContextManager[Terminal]:
        """Have a command line carried out in a terminal."""
        sent = send or {}
        options += tuple(part for name in sent for part in ("-o", f"SendEnv={name}"))
        environment = {**os.environ, **sent, "TERM": term}
        return in_terminal(self.command(*words, forced=forced, tty=True, options=options), environment, size)


@pytest.fixture(scope="session")
def host(tmp_path_factory: pytest.TempPathFactory, seed_store: Path) -> Iterator[Host]:
    """A running server."""
    sshd, ssh, keygen = (_program(name) for name in ("sshd", "ssh", "ssh-keygen"))
    if os.geteuid() == 0:
        PRIVILEGE_SEPARATION.mkdir(mode=0o755, exist_ok=True)
    folder = tmp_path_factory.mktemp("ssh")
    for name in ("key", "host_key"):
        command = [keygen, "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", str(folder / name)]
        subprocess.run(command, check=True)
    shutil.copy(folder / "key.pub", folder / "authorized_keys")
    made = Host(folder, folder / "home", seed_store, _free_port(), _free_port(), ssh)
    made.home.mkdir()
    public = (folder / "host_key.pub").read_text()
    lines = (f"[127.0.0.1]:{port} {public}" for port in (made.free, made.forced))
    (folder / "known_hosts").write_text("".join(lines))
    config = CONFIG.format(
        folder=folder, home=made.home, store=seed_store, trialtui=TRIALTUI, free=made.free, forced=made.forced
    )
    (folder / "sshd_config").write_text(config)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([sshd, "-D", "-e", "-f", str(folder / "sshd_config")], stderr=log)
    try:
        _wait_for(made.forced, server, folder / "log")
        yield made
    finally:
        server.terminate()
        server.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server listens."""
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail(f"sshd does not start: {log.read_text()}")
