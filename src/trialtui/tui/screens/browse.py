"""The browser's one screen: it decides what the widgets and the keys ask for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingsMap, BindingType
from textual.screen import Screen
from textual.timer import Timer

from trialtui.model.places import HomePlace, Place, Target
from trialtui.model.refs import KIND_NAMES, KINDS
from trialtui.tui import wording
from trialtui.tui.catalogue import Catalogue
from trialtui.tui.command import Command, key_text
from trialtui.tui.commands import COMMANDS
from trialtui.tui.history import Path
from trialtui.tui.journey import Journey
from trialtui.tui.marks import Marks
from trialtui.tui.panes import PAGE, RELATED, TREE, TWO_PANES
from trialtui.tui.session import Feature, KeyCatcher, Session, load_feature
from trialtui.tui.tree_rows import TreeRows
from trialtui.tui.widgets.desk import Desk
from trialtui.tui.widgets.footer import KeyLine, StatusLine
from trialtui.tui.widgets.header import Header
from trialtui.tui.widgets.page_pane import PagePane
from trialtui.tui.widgets.tree_pane import TreePane
from trialtui.user.policy import FREE, Policy

if TYPE_CHECKING:
    from trialtui.tui.widgets.trial_list import TrialList

SETTLING = 0.02
"""The seconds given to the first layout: what Textual would paint meanwhile is painted over at once."""

PREVIEW_DELAY = 0.12
"""The seconds for which the tree's cursor must rest before the page follows it."""

_BY_ID = {command.id: command for command in COMMANDS}
_BY_KEY = BindingsMap(
    [Binding(",".join(command.keys), command.id, id=command.id) for command in COMMANDS]
).key_to_bindings
_OF_THE_APP = ("command_palette", "redraw", "interrupt")
_LEAVING_THE_TREE = ("next_pane", "pane_right", "zoom")


class BrowseScreen(Screen[None], inherit_bindings=False):
    """The tree beside the page beside the related terms, between a header and a footer."""

    AUTO_FOCUS = ""
    BLANK: ClassVar[bool] = True
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(",".join(item.keys), f"do('{item.id}')", item.name, show=False, id=item.id)
        for item in COMMANDS
        if item.id not in _OF_THE_APP
    ]

    def __init__(
        self, catalogue: Catalogue, start: Place | None, *, ascii_only: bool = False, policy: Policy = FREE,
        later: list[str] | None = None,
    ) -> None:  # fmt: skip
        """Browse a catalogue, from a place or from home; `later` takes what is to be printed after the end."""
        super().__init__()
        self._policy = policy
        self._leaving = False
        self._catalogue = catalogue
        self._start_place = start or HomePlace()
        self._ascii_only = ascii_only
        self._preview_timer: Timer | None = None
        self._settled = False
        self._header = Header(catalogue.header, ascii_only=ascii_only)
        self._later = later if later is not None else []
        self._marks = Marks(self._show_marks)
        self._desk = Desk(TreeRows(catalogue.roots(), catalogue.children), self._marks, ascii_only=ascii_only)
        self._status = StatusLine(ascii_only=ascii_only)
        self._keys = KeyLine(TREE, ascii_only=ascii_only, policy=policy)
        self._journey = Journey(catalogue, self._desk, self._header, self.say, self._after_paint)
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
        self._desk.activate(TREE if at_home and self.app.size.width >= TWO_PANES else PAGE)
        if not self._journey.visit(self._start_place):
            self._journey.visit(HomePlace())
            self.say(self._catalogue.missing(self._start_place))
        elif not self._policy.may_write_user_data:
            self.say("Nothing is written here: what you keep, and where you were, is forgotten when you leave.")

    def say(self, text: str) -> None:
        """Answer the reader in the status line, until the next key."""
        self._status.answer(text)

    def applies(self, command_id: str) -> bool:
        """Say whether a command is allowed, and has a meaning in the pane that the reader is in."""
        command, where = _BY_ID[command_id], TREE if self._desk.active == TREE else PAGE
        return where in command.where and self._policy.allows(*command.needs)

    def offered(self) -> list[Command]:
        """Return the commands that can be asked for by name in the pane that the reader is in."""
        from trialtui.tui.palette import of_use_by_name

        return [item for item in of_use_by_name(COMMANDS) if self.applies(item.id)]

    def do_chosen(self, command_id: str | None) -> None:
        """Do a command that was asked for by name, if one was."""
        if command_id is not None:
            self.action_do(command_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let a key mean what it means in the present pane."""
        return self.applies(str(parameters[0])) if action == "do" else True

    def action_do(self, command_id: str) -> None:
        """Do a command."""
        self.say("")
        self._leaving = self._leaving and command_id == "close"
        leaving = command_id in _LEAVING_THE_TREE or _BY_ID[command_id].feature
        if leaving and self._preview_timer is not None:
            self._preview_now()
        self._handlers[command_id]()
        self._show_keys()

    def on_key(self, event: events.Key) -> None:
        """Give the key to who wants all of them; point to the help where it does nothing."""
        if self._key_catcher is not None:
            event.stop()
            self._key_catcher(event)
            return
        self._leaving = self._leaving and event.key in _BY_ID["close"].keys
        ids = [binding.id for binding in _BY_KEY.get(event.key, ()) if binding.id]
        if not any(map(self.applies, ids)):
            plain = event.character and event.character.isprintable() and "+" not in event.key
            key = (event.character if plain else None) or event.key
            refusals = (self._policy.refusal(_BY_ID[name].name, *_BY_ID[name].needs) for name in ids)
            refused = next(filter(None, refusals), "does nothing here")
            self.say(f"{key_text(key.strip() or event.key)} {refused}. Press ? for the keys.")

    def on_desk_entered(self, message: Desk.Entered) -> None:
        """Show the keys of the pane that the reader went to with the mouse."""
        self._show_keys()

    def on_tree_pane_highlighted(self, message: TreePane.Highlighted) -> None:
        """Preview the page of a node once the cursor rests."""
        self._cancel_preview()
        if message.node.place is not None and PAGE in self._desk.on_screen:
            self._preview_timer = self.set_timer(PREVIEW_DELAY, self._preview_now)

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
            "help": self._help,
            "close": self._leave,
            **{f"go_{kind}": partial(self._go_to_kind, kind) for kind in KINDS},
            **{item.id: partial(self._by_feature, item) for item in COMMANDS if item.feature},
        }

    def _show_keys(self) -> None:
        """Show the keys of the pane that the reader is in."""
        self._keys.set_pane(TREE if self._desk.active == TREE else PAGE)

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
            self.say("This is the top level. Press q to quit, ? for the keys.")

    def _go_to_kind(self, kind: str) -> None:
        """Go to the root of a kind of entity, and open it."""
        if self._desk.tree_pane.open_root((kind,)):
            self._desk.activate(TREE)
        else:
            self.say(f"No {KIND_NAMES[kind][1]} in this store ({self._catalogue.header}).")

    def _help(self) -> None:
        from trialtui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(ascii_only=self._ascii_only, policy=self._policy))

    def _leave(self) -> None:
        """Leave the browser; where that ends the connection too, only when asked once more."""
        if self._leaving or not self._policy.secure:
            self.app.exit()
        else:
            self.say("This ends the connection. Press q once more to leave, any other key to stay.")
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

    def _preview_now(self) -> None:
        """Show the page of the node that the cursor rests on."""
        self._cancel_preview()
        node = self._desk.tree_pane.node
        if node is not None and node.place is not None:
            self._journey.preview(node.place)

    def _cancel_preview(self) -> None:
        if self._preview_timer is not None:
            self._preview_timer.stop()
            self._preview_timer = None

    def _by_feature(self, command: Command) -> None:
        """Let the feature that a command belongs to do it."""
        feature = self._features.get(command.feature)
        if feature is None:
            feature = self._features[command.feature] = load_feature(command.feature, self._session())
        if answer := feature.do(command.id):
            self.say(answer)

    def _session(self) -> Session:
        return Session(
            screen=self, catalogue=self._catalogue, journey=self._journey, desk=self._desk, go=self._visit,
            follow=self._follow, show_link=self._show_link, say=self.say, catch_keys=self._catch_keys,
            on_escape=self._escapes.append, marks=self._marks, later=self._later, ascii_only=self._ascii_only,
            policy=self._policy,
        )  # fmt: skip

    def _show_marks(self) -> None:
        self._header.set_marked(len(self._marks))
        self._desk.show_marks()

    def _catch_keys(self, catcher: KeyCatcher | None) -> None:
        self._key_catcher = catcher

    def _visit(
        self, place: Place, cursor: Path | None = None, *, origin: Place | None = None, section: str = ""
    ) -> bool:
        self._cancel_preview()
        gone = self._journey.visit(place, cursor, origin=origin, section=section)
        if gone:
            self._key_catcher = None
            self._show_link(None)
            self._show_keys()
        return gone

    def _return(self, step: Callable[[], bool], nothing: str) -> None:
        self._cancel_preview()
        self._unless(step(), nothing)

    def _unless(self, done: bool, answer: str) -> None:
        """Answer where something could not be done."""
        if not done:
            self.say(answer)
