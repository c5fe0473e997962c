"""A wall behind the rules of secure mode: what they forbid, Python itself refuses to do in this process.

The rules (`user/policy.py`, `cli/line.py`) keep a reader from asking; the wall is for what nobody thought of, in this
program or in a library. It is an audit hook, which no code can take away again. What the wall refuses raises
`PermissionError`, as the operating system would.
"""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from trialtui.user.locations import settings_folder, user_folder
from trialtui.user.policy import Policy

_KEPT = frozenset(
    {
        "COLORTERM",
        "HOME",
        "LANG",
        "LANGUAGE",
        "LOGNAME",
        "NO_COLOR",
        "PATH",
        "STY",
        "TERM",
        "TERM_PROGRAM",
        "TMUX",
        "TZ",
    }
    | {"USER", "TRIALTUI_SECURE", "TRIALTUI_STORE"}
)
_KEPT_FAMILIES = ("LC_", "SSH_")
_ACT_BEFORE_US = ("PYTHON", "LD_")
"""Variables that Python or the system's loader has obeyed by the time that this program runs; Python not with -I."""

_NEVER = frozenset(
    {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.startfile", "os.fork", "os.forkpty"}
    | {"pty.spawn", "webbrowser.open", "builtins.breakpoint", "pdb.Pdb", "code.interact", "sqlite3.load_extension"}
    | {"socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"}
    | {"socket.gethostbyaddr", "socket.getnameinfo", "urllib.Request", "ctypes.dlopen", "cpython.run_interactivehook"}
)
_CHANGES = frozenset(
    {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.truncate"}
    | {"os.utime", "os.setxattr", "os.removexattr"}
)
_TWO_PATHS = frozenset({"os.rename", "os.link", "os.symlink"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_DEVICES = frozenset({"/dev/null", "/dev/tty"})


def shed_environment() -> None:
    """Keep only those variables of the environment that cannot lead out.

    Where others have taken effect already, begin anew without them: the process runs its own command line again.
    """
    obeyed = _ACT_BEFORE_US[1:] if sys.flags.ignore_environment else _ACT_BEFORE_US
    kept = {name: text for name, text in os.environ.items() if name in _KEPT or name.startswith(_KEPT_FAMILIES)}
    if any(name.startswith(obeyed) for name in os.environ):
        os.execve(sys.executable, [sys.executable, *sys.orig_argv[1:]], kept)
    os.environ.clear()
    os.environ.update(kept)


def raise_wall(policy: Policy) -> None:
    """Let this process write nowhere but in the user's own folders, and reach nothing outside, until it ends."""
    sys.dont_write_bytecode = True
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    folders = (user_folder(policy), settings_folder(policy)) if policy.may_write_user_data else ()
    sys.addaudithook(_Wall(folder for folder in folders if folder is not None))


class _Wall:
    """Refuses what would lead out."""

    def __init__(self, folders: Iterable[Path]) -> None:
        """Let files in these folders be written."""
        self._own = tuple(str(folder) for folder in folders)
        self._inside = tuple(f"{name}/" for name in self._own)
        self._checks: dict[str, Callable[[str, tuple[Any, ...]], None]] = {
            "open": self._open,
            "os.kill": self._kill,
            "sqlite3.connect": self._connect,
            **dict.fromkeys(_NEVER, self._never),
            **dict.fromkeys(_CHANGES, self._change),
        }

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Look at what Python is about to do; this is asked thousands of times at a start.

        Raises:
            PermissionError: it is not allowed.
        """
        check = self._checks.get(event)
        if check is not None:
            check(event, arguments)

    def _open(self, event: str, arguments: tuple[Any, ...]) -> None:
        path, _, flags = arguments
        if flags & _WRITING:
            self._change(event, (path,))

    def _change(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Let a file be changed if it is in a folder of the user's, and a folder above that be made."""
        for path in arguments[: 2 if event in _TWO_PATHS else 1]:
            if isinstance(path, int):  # a file that is open already
                continue
            name = os.path.normpath(Path.cwd() / os.fsdecode(path))
            above = event == "os.mkdir" and any(own.startswith(f"{name}/") for own in self._own)
            if not (name in _DEVICES or name in self._own or name.startswith(self._inside) or above):
                self._never(f"{event} {name}", arguments)

    def _connect(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Let a database be opened if that writes nothing."""
        name = os.fsdecode(arguments[0])
        if name != ":memory:" and not (name.startswith("file:") and "mode=ro" in name.partition("?")[2]):
            self._never(event, arguments)

    def _kill(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Let the program stop itself, as it does when the terminal asks it to."""
        if arguments[0] != os.getpid():
            self._never(event, arguments)

    def _never(self, event: str, _arguments: tuple[Any, ...]) -> None:
        raise PermissionError(f"{event}: not in secure mode")
