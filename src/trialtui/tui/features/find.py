"""Finding words in a page as one types them, and going from one place where they stand to the next."""

from __future__ import annotations

from functools import partial

from trialtui.tui.find import PageText
from trialtui.tui.findings import NO_MATCH
from trialtui.tui.page_view import PageState
from trialtui.tui.screens.prompt import Prompt
from trialtui.tui.session import Session
from trialtui.tui.widgets.page_pane import PagePane

_HINT = "Find in this page. Enter stays there, Esc goes back to where you were."


def feature(session: Session) -> Find:
    """Return what does the commands of finding in a page."""
    return Find(session)


class Find:
    """Does the commands of finding in a page."""

    def __init__(self, session: Session) -> None:
        """Find in the pages of the session's panes."""
        self._session, self._desk = session, session.desk
        self._last = ""
        session.on_escape(self._unmark)

    def do(self, command_id: str) -> str:
        """Find, or go to the next or previous match, and return what there is to say."""
        pane = self._desk.pane
        if not isinstance(pane, PagePane):
            return "Nothing to find in a list of trials: s searches."
        if command_id == "find":
            self._ask(pane)
            return ""
        return self._step(pane, 1 if command_id == "next_match" else -1)

    def _ask(self, pane: PagePane) -> None:
        """Find what is typed while it is typed."""
        typing = _Typing(pane, ascii_only=self._session.ascii_only)
        screen = Prompt(_HINT, changed=typing.typed, ascii_only=self._session.ascii_only)
        self._session.screen.app.push_screen(screen, partial(self._done, pane, typing))

    def _done(self, pane: PagePane, typing: _Typing, typed: str | None) -> None:
        """Stay at what was found, or go back."""
        if typed is None or not typed.strip():
            typing.go_back()
        elif pane.findings.current == NO_MATCH:
            self._session.say(typing.said)
        else:
            self._last = typed
            pane.select_match()
            self._session.say(f"{typing.said}. n and N go to the next and the previous one.")

    def _step(self, pane: PagePane, by: int) -> str:
        """Go to the next or the previous match of what was looked for last, also on another page."""
        if not self._last:
            return "Nothing was looked for yet: / finds words in the page."
        found = pane.findings
        if found.typed != self._last:
            pane.look_for(self._last)
        if not found.matches:
            return f"No match for “{self._last}” on this page."
        view, total = pane.view, len(found.matches)
        if found.current != NO_MATCH and found.matches[found.current].parts[0][0] in view:
            number = found.current + by
        else:
            number = found.after(view.start) if by > 0 else found.before(view.stop)
        pane.go_to_match(number % total)
        pane.select_match()
        around = {-1: ", from the end again", total: ", from the top again"}.get(number, "")
        return _said(number % total, total, self._last) + around

    def _unmark(self) -> bool:
        """Take the marks off the page that the reader is in; False where there are none."""
        pane = self._desk.pane
        if not isinstance(pane, PagePane) or not pane.findings.typed:
            return False
        pane.look_for("")
        self._session.say("")
        return True


class _Typing:
    """What is found while it is typed, from where the reader was."""

    def __init__(self, pane: PagePane, *, ascii_only: bool) -> None:
        """Begin at what is in view."""
        self._pane, self._ascii_only = pane, ascii_only
        self._before: PageState = pane.state
        self._whole: PageText | None = None
        self.said = ""

    def typed(self, typed: str) -> str:
        """Find a text, and return what there is to say of it."""
        pane = self._pane
        self._unfold_for(typed)
        pane.look_for(typed)
        found = pane.findings
        self._stand()
        if not found.matches:
            self.said = f"No match for “{typed.strip()}”." if typed.strip() else ""
            return self.said
        number = found.after(pane.view.start)
        around = ", from the top again" if found.matches[number].parts[0][0] < pane.view.start else ""
        pane.go_to_match(number)
        self.said = _said(number, len(found.matches), typed) + around
        return self.said

    def go_back(self) -> None:
        """Leave the page as it was."""
        self._pane.look_for("")
        self._pane.restore(self._before)

    def _stand(self) -> None:
        """Stand where the reader was."""
        self._pane.scroll_to_line(self._pane.layout_.line_at(self._before.position))

    def _unfold_for(self, typed: str) -> None:
        """Unfold just those of the folded sections in which a text stands."""
        pane = self._pane
        if not self._before.folded or pane.page is None:
            return
        if self._whole is None:
            self._whole = PageText(pane.unfolded_layout(), ascii_only=self._ascii_only)
        blocks = {match.block for match in self._whole.find(typed)}
        pane.fold(self._before.folded - pane.sections_around(blocks))


def _said(number: int, total: int, typed: str) -> str:
    return f"{number + 1:,} of {total:,} for “{typed.strip()}”"
