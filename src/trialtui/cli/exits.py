"""Exit codes, and the errors that end a command with one."""

from __future__ import annotations

OK = 0
NOT_FOUND = 1
USAGE = 2
UNUSABLE = 3
NETWORK = 4
FAILED = 1
"""An error of the program's own, as Python has it."""

INTERRUPTED = 130

MEANINGS = {
    OK: "done",
    NOT_FOUND: "nothing found",
    USAGE: "wrong usage",
    UNUSABLE: "input or store unusable",
    NETWORK: "network",
    INTERRUPTED: "interrupted",
}
"""What the codes say."""


class CommandError(Exception):
    """Ends a command with a message on standard error and an exit code."""

    def __init__(self, message: str, code: int) -> None:
        """Say what is wrong and what to do."""
        super().__init__(message)
        self.code = code
