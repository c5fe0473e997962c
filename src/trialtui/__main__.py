"""The way in for `trialtui` and `python -m trialtui`."""

from __future__ import annotations

import sys

from trialtui import __version__


def main() -> int:
    """Run the command line; the version is answered without loading anything else."""
    if sys.argv[1:] == ["--version"]:
        print(f"trialtui {__version__}")
        return 0
    from trialtui.cli.main import run

    code = run(sys.argv[1:], own_process=True)
    _leave(code)
    return code


def _leave(code: int) -> None:
    """End at once, unless a thread is still at work or what was printed has nowhere to go.

    Python would let go of all that was loaded, piece by piece: a tenth of the time of a short command, half a second
    after a large import.
    """
    import atexit
    import os
    import threading

    if threading.active_count() > 1:
        return
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    atexit._run_exitfuncs()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
