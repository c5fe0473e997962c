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

    return run(sys.argv[1:], own_process=True)


if __name__ == "__main__":
    sys.exit(main())
