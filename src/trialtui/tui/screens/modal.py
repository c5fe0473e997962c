"""The base of every screen that opens over another one."""

from __future__ import annotations

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType


class Modal(ModalScreen[ScreenResultType], inherit_bindings=False):
    """A screen that is closed once, however often it is asked to.

    Keys wait in the queue of the screen that was on top when they came. On a slow line two that close it can wait
    there together, and Textual would let the second one close what lies below, or fail where nothing does.
    """

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close the screen, unless it is closed already."""
        return super().dismiss(result) if self.is_active else AwaitComplete()
