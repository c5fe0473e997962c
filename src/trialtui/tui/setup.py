"""What a session of the browser is set up with."""

from __future__ import annotations

from dataclasses import dataclass, field

from trialtui.tui.command_set import CommandSet
from trialtui.user.data import UserData, in_memory
from trialtui.user.policy import FREE, Policy
from trialtui.user.settings import ReadSettings, Settings

NOTHING_SET = ReadSettings(Settings())
"""The settings of a user who has set nothing."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What the browser is to be like, and for whom.

    Attributes:
        policy: What is allowed.
        read: The user's settings as read from their file.
        commands: The commands with their keys.
        user: What the user keeps.
        problems: What is wrong with the settings, a sentence each.
    """

    policy: Policy = FREE
    read: ReadSettings = NOTHING_SET
    commands: CommandSet = field(default_factory=CommandSet)
    user: UserData = field(default_factory=in_memory)
    problems: tuple[str, ...] = ()

    @property
    def settings(self) -> Settings:
        """The settings that are in order."""
        return self.read.settings

    @property
    def ascii_only(self) -> bool:
        """Whether to draw with ASCII characters only."""
        return self.settings.ascii


def set_up(read: ReadSettings, user: UserData, policy: Policy = FREE) -> Setup:
    """Set a session up with the settings that are in order."""
    from trialtui.tui.command_set import choose

    chosen = choose(read.settings.keys, policy)
    problems = (*read.problems, *(f"{read.path}: {problem}" for problem in chosen.problems))
    return Setup(policy, read, chosen.commands, user, problems)
