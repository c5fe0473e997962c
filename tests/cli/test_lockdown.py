"""The wall behind secure mode: what Python refuses to do once it stands, and what of the environment is left."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

TRIES = """
import json, os, pathlib, shutil, socket, sqlite3, subprocess, sys, threading
from trialtui.cli.lockdown import raise_wall
from trialtui.user.policy import Policy

here = pathlib.Path(sys.argv[1])
raise_wall(Policy(secure=True, profile=sys.argv[2]))
tries = {
    "start a program": lambda: subprocess.run(["id"]),
    "run a shell": lambda: os.system("id"),
    "become another program": lambda: os.execv("/bin/sh", ["sh"]),
    "spawn": lambda: os.posix_spawn("/bin/sh", ["sh"], {}),
    "fork": lambda: os.fork(),
    "a shell in a terminal": lambda: __import__("pty").spawn("/bin/sh"),
    "a debugger": lambda: breakpoint(),
    "a web browser": lambda: __import__("webbrowser").GenericBrowser("id").open("https://example.org"),
    "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
    "connect to a local socket": lambda: socket.socket(socket.AF_UNIX).connect("/nowhere"),
    "listen": lambda: socket.socket().bind(("127.0.0.1", 0)),
    "look up a name": lambda: socket.getaddrinfo("localhost", 80),
    "write a file": lambda: open(here / "new", "w"),
    "append to a file": lambda: open(here / "old", "a"),
    "write by handle": lambda: os.open(here / "new", os.O_CREAT | os.O_WRONLY),
    "write by relative path": lambda: open("data/trialtui/profiles/../../../old", "r+"),
    "write by bytes": lambda: open(os.fsencode(here / "old"), "wb"),
    "remove": lambda: (here / "old").unlink(),
    "remove all": lambda: shutil.rmtree(here),
    "rename": lambda: (here / "old").rename(here / "new"),
    "link": lambda: os.link(here / "old", here / "new"),
    "point": lambda: os.symlink(here / "old", here / "new"),
    "make a folder": lambda: (here / "folder").mkdir(),
    "change rights": lambda: (here / "old").chmod(0o777),
    "cut": lambda: os.truncate(here / "old", 0),
    "make a database": lambda: sqlite3.connect(here / "new"),
    "write a database": lambda: sqlite3.connect(f"file:{here / 'new'}?mode=rwc", uri=True),
    "stop another process": lambda: os.kill(os.getppid(), 0),
}
outcomes = {}
def attempt(name, do):
    try:
        outcomes[name] = repr(do())
    except PermissionError as error:
        outcomes[name] = str(error).rpartition(": ")[2]
for name, do in tries.items():
    attempt(name, do)
    thread = threading.Thread(target=attempt, args=(name + ", in a thread", do))
    thread.start()
    thread.join()
own = here / "data" / "trialtui" / "profiles" / "anna"
own.mkdir(parents=True)
(own / "notes.json.tmp").write_text("{}")
(own / "notes.json.tmp").replace(own / "notes.json")
open("/dev/null", "w").close()
sqlite3.connect(":memory:")
outcomes["own"] = (own / "notes.json").read_text()
outcomes["read"] = open(here / "old").read()
print(json.dumps(outcomes))
"""


def test_behind_the_wall_nothing_leads_out_and_only_the_user_s_own_files_are_written(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("old")
    (tmp_path / "data").mkdir()
    command = [sys.executable, "-c", TRIES, str(tmp_path), "anna"]
    environment = {**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, cwd=tmp_path, check=True)
    outcomes = json.loads(done.stdout)
    assert outcomes.pop("own") == "{}" and outcomes.pop("read") == "old"
    assert len(outcomes) == 56 and set(outcomes.values()) == {"not in secure mode"}, outcomes
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "old"]


HOSTILE = {
    "PYTHONINSPECT": "1",
    "PYTHONSTARTUP": "/etc/passwd",
    "PYTHONBREAKPOINT": "os.system",
    "PYTHONWARNINGS": "error",
    "LD_LIBRARY_PATH": "HERE",
    "TEXTUAL_LOG": "HERE/log",
    "TEXTUAL_DEBUG": "1",
    "TEXTUAL": "debug,devtools",
    "TRIALTUI_STORE": "/etc",
    "TRIALTUI_VOCAB": "/etc",
    "XDG_DATA_HOME": "HERE",
    "XDG_CONFIG_HOME": "HERE",
    "PAGER": "sh -c id",
    "EDITOR": "sh -c id",
    "BROWSER": "sh -c id",
    "TMPDIR": "HERE",
}


BEFORE_ANY_PROGRAM = {"PYTHONPYCACHEPREFIX": "HERE", "PYTHONPATH": "HERE", "PYTHONHOME": "HERE"}
"""What Python obeys before it runs a program, unless it is told not to by `-I`."""


@pytest.mark.parametrize("command", ["info --json", "--help"])
@pytest.mark.parametrize("isolated", [False, True])
def test_a_hostile_environment_changes_nothing(seed_store: Path, tmp_path: Path, command: str, isolated: bool) -> None:
    asked = HOSTILE | BEFORE_ANY_PROGRAM if isolated else HOSTILE
    hostile = {name: text.replace("HERE", str(tmp_path / "here")) for name, text in asked.items()}
    (tmp_path / "here").mkdir()
    site = [sys.executable, *(["-I"] if isolated else []), "-m", "trialtui", "--secure", "--store", str(seed_store)]
    plain = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "SSH_ORIGINAL_COMMAND": command}
    outputs = []
    for environment in (plain, plain | hostile):
        done = subprocess.run(site, input="ACE2", capture_output=True, text=True, env=environment, check=True)
        outputs.append((done.stdout, done.stderr))
    assert outputs[0] == outputs[1] and outputs[0][0] and not outputs[0][1]
    assert not list((tmp_path / "here").iterdir())
