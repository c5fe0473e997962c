"""An export while it is written: how far it is, and a way to stop it. It is written in a thread of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from trialtui.model.places import Place
from trialtui.model.refs import Ref
from trialtui.query.columns import Column
from trialtui.query.coverage import trials_in_words
from trialtui.query.export import select
from trialtui.query.search_language import QueryError
from trialtui.render.export import BESIDE, Export, write_file
from trialtui.store.errors import StoreError
from trialtui.store.store import Store
from trialtui.tui.screens.modal import Modal
from trialtui.tui.widgets.footer import StatusLine

_EVERY = 0.25
"""The seconds between two words on how far it is."""


class _StoppedError(Exception):
    """The reader stopped the export."""


class Order(NamedTuple):
    """What to export: the folder of the store, the trials, the format, the file, and the columns, if chosen."""

    folder: Path
    what: Place | tuple[Ref, ...]
    form: str
    path: Path
    columns: Sequence[Column] | None


class ExportScreen(Modal[str], inherit_bindings=False):
    """Writes an export. It ends with what there is to say of it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "stop", "stop", show=False)]

    def __init__(self, order: Order, count: int, *, ascii_only: bool = False) -> None:
        """Write an export of so many trials."""
        super().__init__()
        self._order, self._count = order, count
        self._status = StatusLine(ascii_only=ascii_only)
        self._stop = Event()
        self._shown = 0.0

    def compose(self) -> ComposeResult:
        """Place the line that says how far it is."""
        with Vertical():
            yield self._status

    def on_mount(self) -> None:
        """Begin."""
        self._say(0)
        Thread(target=self._work, daemon=True).start()

    def on_unmount(self) -> None:
        """Stop where the browser ends meanwhile."""
        self._stop.set()

    def action_stop(self) -> None:
        """Stop; what was written so far is taken away."""
        self._stop.set()

    def _say(self, number: int) -> None:
        self._status.answer(f"Exporting: {number:,} of {trials_in_words(self._count)}. Esc stops.")

    def _work(self) -> None:
        """Write it, and tell of it on the browser's own thread."""
        try:
            answer = self._write()
        except _StoppedError:
            answer = "Stopped: nothing was exported."
        except (StoreError, QueryError) as error:
            answer = f"Nothing was exported: {error}"
        except OSError as error:
            answer = f"Nothing was exported: {self._order.path}: {error.strerror or error}"
        if self.is_running:
            self.app.call_from_thread(self.dismiss, answer)

    def _write(self) -> str:
        order = self._order
        store = Store(order.folder, writable=False)
        try:
            selection = select(store, order.what)
            if selection is None:
                return "Nothing was exported: these trials are no longer in the store."
            written = write_file(Export(store, selection, order.form, order.columns), order.path, self._counted)
        finally:
            store.close()
        exported = trials_in_words(written.trials)
        return f"Exported {exported} to {order.path}; where they come from: {order.path.name}{BESIDE}"

    def _counted(self, number: int) -> None:
        """Tell how far it is, a few times a second; end the export where the reader wants that."""
        if self._stop.is_set():
            raise _StoppedError
        now = time.monotonic()
        if now - self._shown >= _EVERY:
            self._shown = now
            self.app.call_from_thread(self._say, number)
