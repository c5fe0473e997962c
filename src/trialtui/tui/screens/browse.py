"""The browser's one screen: it decides what the widgets and the keys ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from trialtui.model.clean import clean
from trialtui.model.places import EntityPlace, HomePlace, Place, Target
from trialtui.model.refs import KIND_NAMES, KINDS
from trialtui.tui import wording
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.command import Command, key_text
from trialtui.tui.history import Path
from trialtui.tui.journey import Journey
from trialtui.tui.keys import pressed
from trialtui.tui.marks import Marks
from trialtui.tui.panes import PAGE, RELATED, TREE, Widths
from trialtui.tui.preview import Preview
from trialtui.tui.returning import as_left, beginning
from trialtui.tui.session import Feature, KeyCatcher, Session, load_feature
from trialtui.tui.setup import Setup
from trialtui.tui.tree_rows import TreeRows
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.footer import KeyLine, StatusLine
from trialtui.tui.widgets.header import Header
from trialtui.tui.widgets.page_pane import PagePane
from trialtui.tui.widgets.tree_pane import TreePane

if TYPE_CHECKING:
    from trialtui.tui.widgets.trial_list import TrialList

SETTLING = 0.02
"""The seconds given to the first layout: what Textual would paint meanwhile is painted over at once."""

_LEAVING_THE_TREE = ("next_pane", "pane_right", "zoom")


class BrowseScreen(Screen[None], inherit_bindings=False):
    """The tree beside the page beside the related terms, between a header and a footer."""

    AUTO_FOCUS = ""
    BLANK: ClassVar[bool] = True

    def __init__(self, catalogue: Catalogue, start: Place | None, setup: Setup, later: list[str] | None = None) -> None:
        """Browse a catalogue, from a place or from home; `later` takes what is to be printed after the end."""
        super().__init__()
        self._setup = setup
        self._commands = setup.commands
        self._leaving = False
        self._catalogue = catalogue
        self._start_place, self._start_state = beginning(start, setup)
        ascii_only = setup.ascii_only
        self._widths = Widths(setup.settings.two_panes, setup.settings.three_panes)
        self._settled = False
        self._header = Header(catalogue.header, ascii_only=ascii_only)
        self._later = later if later is not None else []
        self._marks = Marks(self._show_marks)
        rows = TreeRows(catalogue.roots(), catalogue.children)
        self._desk = Desk(rows, self._marks, widths=self._widths, ascii_only=ascii_only)
        self._status = StatusLine(ascii_only=ascii_only)
        self._keys = KeyLine(TREE, setup.commands, ascii_only=ascii_only)
        self._journey = Journey(catalogue, self._desk, self._header, self.say, self._after_paint)
        self._preview = Preview(self, self._desk.tree_pane, self._journey, setup.settings.preview_delay / 1000)
        self._key_catcher: KeyCatcher | None = None
        self._escapes: list[Callable[[], bool]] = []
        self._features: dict[str, Feature] = {}
        self._handlers = self._all_handlers()

    def compose(self) -> ComposeResult:
        """Place the widgets."""
        yield self._header
        yield self._desk.pane_line
        yield self._desk
        yield self._status
        yield self._keys

    def on_mount(self) -> None:
        """Open the first page; what is slow about it comes after it is painted."""
        self.app.delay_update(SETTLING)
        self.set_timer(SETTLING, self._settle)
        at_home = isinstance(self._start_place, HomePlace)
        self._desk.activate(TREE if at_home and self.app.size.width >= self._widths.two else PAGE)
        if not self._journey.visit(self._start_place, state=self._start_state):
            self._journey.visit(HomePlace())
            self.say(self._catalogue.missing(self._start_place))
        elif not self._setup.policy.may_write_user_data:
            self.say("Nothing is written here: what you keep, and where you were, is forgotten when you leave.")
        self._warn((*self._setup.problems, *self._setup.user.complaints()))

    def _warn(self, problems: tuple[str, ...]) -> None:
        """Say what is wrong with the user's files, after what is being said."""
        if problems:
            self.say("\n".join(filter(None, (self._status.text, *map(clean, problems)))))

    @property
    def journey(self) -> Journey:
        """Where the reader is and has been."""
        return self._journey

    def say(self, text: str) -> None:
        """Answer the reader in the status line, until the next key."""
        self._status.answer(text)

    def applies(self, command_id: str) -> bool:
        """Say whether a command is allowed, and has a meaning in the pane that the reader is in."""
        command = self._commands[command_id]
        return command_id in self._handlers and self._where in command.where and self._commands.allows(command)

    @property
    def _where(self) -> str:
        """Which commands have a meaning: those of the tree, or those of a page."""
        return TREE if self._desk.active == TREE else PAGE

    def do(self, command_id: str) -> None:
        """Do a command."""
        self.say("")
        self._leaving = self._leaving and command_id == "close"
        if command_id in _LEAVING_THE_TREE or self._commands[command_id].feature:
            self._preview.now()
        self._handlers[command_id]()
        self._show_keys()

    def on_key(self, event: events.Key) -> None:
        """Do what a key stands for, or point to the help where that is nothing; who wants all keys gets them."""
        event.stop()
        if self._key_catcher is not None:
            self._key_catcher(event)
            return
        key = pressed(event)
        commands = self._commands.with_key(key)
        self._leaving = self._leaving and key in self._commands["close"].keys
        meant = next((item for item in commands if self.applies(item.id)), None)
        if meant is not None:
            self.do(meant.id)
        else:
            refused = next(filter(None, map(self._commands.refusal, commands)), "does nothing here")
            name = key_text(key, ascii_only=self._setup.ascii_only)
            self.say(f"{name} {refused}. Press {self._key('help')} for the keys.")

    def on_desk_entered(self, message: Desk.Entered) -> None:
        """Show the keys of the pane that the reader went to with the mouse."""
        self._show_keys()

    def on_tree_pane_highlighted(self, message: TreePane.Highlighted) -> None:
        """Preview the page of a node once the cursor rests."""
        self._preview.cancel()
        if message.node.place is not None and PAGE in self._desk.on_screen:
            self._preview.soon()

    def on_tree_pane_opened(self, message: TreePane.Opened) -> None:
        """Go to the page of a node."""
        if message.node.place is not None and self._visit(message.node.place, self._desk.tree_pane.path):
            self._desk.activate(PAGE)
            self._show_keys()

    def on_page_pane_selected(self, message: PagePane.Selected) -> None:
        """Say where the selected link leads."""
        if message.pane is self._desk.related_pane and self._desk.active != RELATED:
            return
        if message.at_end:
            self.say("No further link this way." if message.total else "This page has no links.")
        self._show_link(message.target)

    def on_page_pane_at_section(self, message: PagePane.AtSection) -> None:
        """Say in the header which section of an entity's page is read."""
        if message.pane is self._desk.page_pane and isinstance(self._journey.page.place, EntityPlace):
            self._header.set_section(message.anchor)

    def on_page_pane_followed(self, message: PagePane.Followed) -> None:
        """Follow the link that was clicked."""
        self._follow(message.target)

    def on_trial_list_opened(self, message: TrialList.Opened) -> None:
        """Go to a trial of the list."""
        self._visit(message.place)

    def _all_handlers(self) -> dict[str, Callable[[], object]]:
        """Return what each command does."""
        desk = self._desk
        return {
            "line_up": lambda: desk.pane.action_line_up(),
            "line_down": lambda: desk.pane.action_line_down(),
            "page_up": lambda: desk.pane.action_page_up(),
            "page_down": lambda: desk.pane.action_page_down(),
            "top": lambda: desk.pane.action_top(),
            "bottom": lambda: desk.pane.action_bottom(),
            "open_branch": lambda: self._unless(desk.tree_pane.open_branch(), "Nothing to open below this."),
            "close_branch": lambda: self._unless(desk.tree_pane.close_branch(), "This is the outermost level."),
            "open_node": desk.tree_pane.open_node,
            "back": lambda: self._return(self._journey.back, "Nothing to go back to."),
            "forward": lambda: self._return(self._journey.forward, "Nothing to go forward to."),
            "home": lambda: self._visit(HomePlace()),
            "next_pane": lambda: desk.step(1, around=True),
            "pane_left": lambda: self._unless(desk.step(-1), "No pane on the left."),
            "pane_right": lambda: self._unless(desk.step(1), "No pane on the right."),
            "zoom": lambda: desk.zoom(not desk.zoomed),
            "level_up": self._level_up,
            "close": self._leave,
            **{f"go_{kind}": partial(self._go_to_kind, kind) for kind in KINDS},
            **{item.id: partial(self._by_feature, item) for item in self._commands.offered if item.feature},
        }

    def _key(self, command_id: str) -> str:
        """Return the key of a command, to be named in a sentence."""
        return self._commands.key(command_id, ascii_only=self._setup.ascii_only)

    def _show_keys(self) -> None:
        """Show the keys of the pane that the reader is in."""
        self._keys.set_pane(self._where)

    def _show_link(self, target: Target | None) -> None:
        """Say where a link leads, in the same breath as it is painted."""
        self._status.set_link("" if target is None else wording.target_text(target))

    def _follow(self, target: Target) -> None:
        """Go where a link leads; the address of one that leads outside is shown whole."""
        if isinstance(target, str):
            self.say(f"Outside: {wording.target_text(target)}")
        else:
            self._visit(target)

    def _level_up(self) -> None:
        if any(ended() for ended in self._escapes):
            return
        if self._desk.zoomed:
            self._desk.zoom(False)
        elif self._desk.active != TREE:
            self._desk.activate(TREE)
        else:
            self.say(f"This is the top level. Press {self._key('close')} to quit, {self._key('help')} for the keys.")

    def _go_to_kind(self, kind: str) -> None:
        """Go to the root of a kind of entity, and open it."""
        if self._desk.tree_pane.open_root((kind,)):
            self._desk.activate(TREE)
        else:
            self.say(f"No {KIND_NAMES[kind][1]} in this store ({self._catalogue.header}).")

    def _leave(self) -> None:
        """Leave the browser; where that ends the connection too, only when asked once more."""
        if self._leaving or not self._setup.policy.secure:
            self.app.exit()
        else:
            key = self._key("close")
            self.say(f"This ends the connection. Press {key} once more to leave, any other key to stay.")
            self._leaving = True

    def _after_paint(self, callback: Callable[[], None]) -> None:
        """Call back once what is shown is painted; before the screen has settled nothing is."""
        if not self._settled:
            self.set_timer(SETTLING, partial(self._after_paint, callback))
        elif PAGE in self._desk.on_screen and self._desk.listing is None:
            self._desk.page_pane.once_painted(callback)
        else:
            self.call_after_refresh(callback)

    def _settle(self) -> None:
        self._settled = True

    def _by_feature(self, command: Command) -> None:
        """Let the feature that a command belongs to do it."""
        feature = self._features.get(command.feature)
        if feature is None:
            feature = self._features[command.feature] = load_feature(command.feature, self._session())
        if answer := feature.do(command.id):
            self.say(answer)

    def _session(self) -> Session:
        return Session(
            screen=self, catalogue=self._catalogue, journey=self._journey, desk=self._desk, do=self.do,
            applies=self.applies, go=self._visit, follow=self._follow, show_link=self._show_link, say=self.say,
            note=self._status.note, catch_keys=self._catch_keys, on_escape=self._escapes.append, marks=self._marks,
            later=self._later, setup=self._setup,
        )  # fmt: skip

    def _show_marks(self) -> None:
        self._header.set_marked(len(self._marks))
        self._desk.show_marks()

    def _catch_keys(self, catcher: KeyCatcher | None) -> None:
        self._key_catcher = catcher

    def _visit(
        self, place: Place, cursor: Path | None = None, *, origin: Place | None = None, section: str = ""
    ) -> bool:
        self._preview.cancel()
        state = as_left(place, self._journey.page.place, self._setup)
        gone = self._journey.visit(place, cursor, origin=origin, section=section, state=state)
        if gone:
            self._key_catcher = None
            self._show_link(None)
            self._show_keys()
            self._warn(self._setup.user.complaints())
        return gone

    def _return(self, step: Callable[[], bool], nothing: str) -> None:
        self._preview.cancel()
        self._unless(step(), nothing)

    def _unless(self, done: bool, answer: str) -> None:
        """Answer where something could not be done."""
        if not done:
            self.say(answer)
