"""The page that follows the tree's cursor once it rests."""

from __future__ import annotations

from textual.screen import Screen
from textual.timer import Timer

from trialtui.tui.journey import Journey
from trialtui.tui.widgets.tree_pane import TreePane


class Preview:
    """Shows the page of the node that the tree's cursor is on, after a while or at once."""

    def __init__(self, screen: Screen[None], tree: TreePane, journey: Journey, delay: float) -> None:
        """Wait some seconds for the cursor to rest."""
        self._screen, self._tree, self._journey, self._delay = screen, tree, journey, delay
        self._timer: Timer | None = None

    def soon(self) -> None:
        """Show it once the cursor rests."""
        self.cancel()
        self._timer = self._screen.set_timer(self._delay, self._show)

    def now(self) -> None:
        """Show it at once, where it was to be shown."""
        if self._timer is not None:
            self._show()

    def cancel(self) -> None:
        """Show it no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def _show(self) -> None:
        self.cancel()
        node = self._tree.node
        if node is not None and node.place is not None:
            self._journey.preview(node.place)
