"""What a session may do: the one object that everything asks which writes, reads a typed path, or reaches outside.

It imports nothing, so that the declaration of commands can be filtered by it without cost.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

Need = Literal["write_store", "write_files", "open_files", "open_programs", "use_network", "write_user_data"]
"""What a command can need leave for: to change the store, to write a file named by the reader, to open one, to start
another program, to use the network, to keep something of the reader's after the end."""

_WRITES: frozenset[Need] = frozenset({"write_store", "write_files", "write_user_data"})

_WHY: dict[Need, str] = {
    "write_store": "the store is only read",
    "write_files": "no file is written",
    "open_files": "no file is opened by its name",
    "open_programs": "no other program is started",
    "use_network": "the network is not used",
    "write_user_data": "nothing is kept after the end",
}


class Policy(NamedTuple):
    """What is allowed here.

    Attributes:
        secure: The reader is to get nowhere but into the browser: a shared account, a forced command.
        read_only: Nothing at all is written, not even bookmarks, notes and history.
        profile: Whose bookmarks, notes, history and settings these are, on an account that several share; empty for
            the account's own.
    """

    secure: bool = False
    read_only: bool = False
    profile: str = ""

    def allows(self, *needs: Need) -> bool:
        """Tell whether all that a command needs is allowed."""
        return not any(self._forbids(need) for need in needs)

    def refusal(self, what: str, *needs: Need) -> str:
        """Say in a line that something is refused and why, naming it; empty where it is allowed."""
        for need in needs:
            if self._forbids(need):
                mode = "in secure mode" if self.secure and need not in self._by_read_only else "with --read-only"
                return f"{what}: not {mode}, where {_WHY[need]}"
        return ""

    @property
    def may_write_store(self) -> bool:
        """Whether the store may be changed: imports, builds, syncs, repairs."""
        return self.allows("write_store")

    @property
    def may_write_files(self) -> bool:
        """Whether a file may be written where the reader says."""
        return self.allows("write_files")

    @property
    def may_open_files(self) -> bool:
        """Whether a path that the reader types may be opened."""
        return self.allows("open_files")

    @property
    def may_open_programs(self) -> bool:
        """Whether another program may be started: an editor, a pager, a web browser."""
        return self.allows("open_programs")

    @property
    def may_use_network(self) -> bool:
        """Whether the network may be used."""
        return self.allows("use_network")

    @property
    def may_write_user_data(self) -> bool:
        """Whether bookmarks, notes, history and settings go to disk; else they live in memory until the end."""
        return self.allows("write_user_data")

    @property
    def _by_read_only(self) -> frozenset[Need]:
        return _WRITES if self.read_only else frozenset()

    def _forbids(self, need: Need) -> bool:
        if need in self._by_read_only:
            return True
        return self.secure and (need != "write_user_data" or not self.profile)


FREE = Policy()
"""Everything is allowed: the reader's own account, on their own machine."""
