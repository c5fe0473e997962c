"""`ssh trials@host …` on an account that gets nothing but the browser: what is carried out, what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.ssh.conftest import TRIALTUI, Host


def listing(*folders: Path) -> list[tuple[str, int, int]]:
    """Return every file below some folders, with its size and the time of its last change."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if "__pycache__" not in path.parts)
    return [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in paths]


def test_without_a_terminal_pages_come_as_data(host: Host) -> None:
    free = host.run(f"{TRIALTUI} --store {host.store} show NCT04437823 --json", forced=False)
    forced = host.run("trialtui show NCT04437823 --json")
    assert free.returncode == forced.returncode == 0
    assert free.stdout == forced.stdout and free.stderr == forced.stderr == b""
    assert json.loads(forced.stdout)["id"] == "NCT04437823"


def test_the_exit_code_comes_through_and_the_browser_asks_for_a_terminal(host: Host) -> None:
    assert host.run("show NCT09999999").returncode == 1
    nothing = host.run()
    assert nothing.returncode == 2 and b"needs a terminal" in nothing.stderr


def test_a_text_is_read_from_standard_input(host: Host) -> None:
    done = host.run("link --json", stdin=b"BRAF V600E was found.")
    assert done.returncode == 0 and b"BRAF:V600E" in done.stdout


HOSTILE = {
    "a command after another": "show NCT04437823; id",
    "a pipe": "list drug | id",
    "a file to write": "list drug > written",
    "a command in the background": "list drug & id",
    "a command's output": "show $(id)",
    "a line of its own": "list drug\nid",
    "a shell": "sh -c id",
    "the shell of the account": "-c id",
    "a file of the system": "cat /etc/passwd",
    "a text by its path": "link /etc/passwd",
    "another store": "--store /etc info",
    "another store, late": "info --store=/",
    "another profile": "--profile ../../x info",
    "a change of the store": "build --fresh",
    "an import": "import /etc/passwd",
    "an import from standard input": "import -",
    "a repair": "verify --repair",
    "an editor": "vi /etc/passwd",
    "a copy": "scp -t /tmp",
    "a file server": "/usr/lib/openssh/sftp-server",
    "bytes that are no text": b"show \xff\xfe".decode("utf-8", "surrogateescape"),
    "what steers a terminal": "show \x1b]52;c;aWQ=\x07\x1b[2J",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_leads_elsewhere_is_refused(host: Host, what: str) -> None:
    before = listing(host.home, host.store)
    done = host.run(HOSTILE[what])
    assert done.returncode in (1, 2), done
    assert done.stderr and b"uid=" not in done.stdout + done.stderr and b"root:" not in done.stdout + done.stderr
    assert not {0x1B, 0x07} & set(done.stdout + done.stderr)
    assert listing(host.home, host.store) == before
    assert not (Path.home() / "written").exists()


def test_a_file_server_asked_for_as_a_subsystem_is_none(host: Host) -> None:
    done = host.run("sftp", forced=True, subsystem=True)
    assert done.returncode == 2 and done.stdout == b""


def test_a_hostile_environment_changes_no_answer(host: Host, tmp_path: Path) -> None:
    sent = {
        "PYTHONPATH": str(tmp_path),
        "PYTHONINSPECT": "1",
        "PYTHONPYCACHEPREFIX": str(tmp_path),
        "TRIALTUI_STORE": "/etc",
        "TRIALTUI_SECURE": "0",
        "TRIALTUI_VOCAB": "/etc",
        "XDG_DATA_HOME": str(tmp_path),
        "SSH_ORIGINAL_COMMAND": "build",
        "PAGER": "sh -c id",
        "BASH_ENV": "/etc/passwd",
    }
    assert host.run("info --json", send=sent).stdout == host.run("info --json").stdout
    assert list(tmp_path.iterdir()) == []
