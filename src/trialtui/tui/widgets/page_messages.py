"""What a page pane tells the screen, which decides what becomes of it."""

from __future__ import annotations

from textual.message import Message
from textual.widget import Widget

from trialtui.model.places import Target


class _FromPane(Message):
    """A message from a page pane.

    Attributes:
        pane: The pane.
    """

    def __init__(self, pane: Widget) -> None:
        """Tell which pane it comes from."""
        super().__init__()
        self.pane = pane

    @property
    def control(self) -> Widget:
        """The pane."""
        return self.pane


class Followed(_FromPane, namespace="page_pane"):
    """A link was followed, by key or by mouse.

    Attributes:
        target: Where it leads.
    """

    def __init__(self, pane: Widget, target: Target) -> None:
        """Tell where the link leads."""
        super().__init__(pane)
        self.target = target


class AtSection(_FromPane, namespace="page_pane"):
    """Another section has come to the top of the view.

    Attributes:
        anchor: Its anchor; empty before the first.
    """

    def __init__(self, pane: Widget, anchor: str) -> None:
        """Tell which section."""
        super().__init__(pane)
        self.anchor = anchor


class Selected(_FromPane, namespace="page_pane"):
    """Another link was selected, or none: a page was shown, a step was taken, or there was nowhere to step.

    Attributes:
        target: Where the selected link leads; None where no link is selected.
        index: Its index among the page's links; -1 where no link is selected.
        total: How many links the page has.
        at_end: A step was asked for, and there is no further link in that direction.
    """

    def __init__(self, pane: Widget, target: Target | None, index: int, total: int, *, at_end: bool = False) -> None:
        """Tell which link is selected."""
        super().__init__(pane)
        self.target = target
        self.index = index
        self.total = total
        self.at_end = at_end
