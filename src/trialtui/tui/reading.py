"""Reading the terminal on, whatever comes from it."""

from __future__ import annotations

from textual.driver import Driver


def _ask_for_size(driver: Driver) -> None:
    """Have the terminal tell its size again, where it tells that by itself: a new parser must know it for the mouse.

    Where Textual has no such method, the next change of size will do.
    """
    ask = getattr(driver, "_enable_in_band_window_resize", None)
    if ask is not None and getattr(driver, "_in_band_window_resize", False):
        ask()


def reading_on(driver: type[Driver]) -> type[Driver]:
    """Return a driver that reads on behind what Textual's parser fails by, which would end the program.

    On a bad line the bytes of a key can be cut short, and what is typed next be taken for their rest: `ESC [ 1 ;` with
    `:` and `S` is a key whose modifiers are no number. What came with them in one piece is lost.

    Args:
        driver: Textual's driver for this platform; one that does not read by `run_input_thread` is returned as it is.
    """
    read = getattr(driver, "run_input_thread", None)
    if read is None:
        return driver

    def run_input_thread(self: Driver) -> None:
        while True:
            try:
                read(self)
            except (ValueError, ArithmeticError):  # a number that is none, or no character's; a terminal without size
                _ask_for_size(self)
                continue
            return

    return type(driver.__name__, (driver,), {"run_input_thread": run_input_thread})
