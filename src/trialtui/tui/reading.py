"""Reading the terminal on, whatever comes from it."""

from __future__ import annotations

from textual.driver import Driver


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
            except (ValueError, OverflowError):  # a number that is none, or no character's
                continue
            return

    return type(driver.__name__, (driver,), {"run_input_thread": run_input_thread})
