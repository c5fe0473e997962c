"""Text to the terminal, byte by byte."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trialtui.tui.clipboard import LONGEST, encoded_size, osc52


def test_plain_terminals_get_the_sequence_as_it_is() -> None:
    assert osc52("NCT00000001", {}) == "\x1b]52;c;TkNUMDAwMDAwMDE=\x07"


def test_tmux_gets_it_for_itself_and_wrapped_for_the_terminal_outside() -> None:
    """tmux takes the first where `set-clipboard` is on; it hands the second on, with each escape doubled in it."""
    sent = osc52("é", {"TMUX": "/tmp/tmux-0/default,1,0", "STY": "1.tty"})
    assert sent == "\x1b]52;c;w6k=\x07" + "\x1bPtmux;\x1b\x1b]52;c;w6k=\x07\x1b\\"


def test_screen_gets_short_pieces_that_make_the_sequence_again() -> None:
    sent = osc52("x" * 1000, {"STY": "1234.pts-0.host"})
    pieces = re.findall(r"\x1bP(.*?)\x1b\\", sent, re.S)
    assert "".join(f"\x1bP{piece}\x1b\\" for piece in pieces) == sent
    assert max(map(len, pieces)) <= 240
    assert "".join(pieces) == osc52("x" * 1000, {})


@given(st.text(max_size=200))
def test_what_arrives_is_the_text(text: str) -> None:
    payload = osc52(text, {}).removeprefix("\x1b]52;c;").removesuffix("\x07")
    assert base64.b64decode(payload).decode() == text.encode("utf-8", "replace").decode()
    assert len(payload) == encoded_size(text)


@pytest.mark.parametrize(("length", "sent"), [(LONGEST // 4 * 3, True), (LONGEST // 4 * 3 + 1, False)])
def test_what_is_too_long_for_some_terminals_is_not_sent(length: int, sent: bool) -> None:
    assert (encoded_size("x" * length) <= LONGEST) == sent
    assert bool(osc52("x" * length, {"TMUX": "x"})) == sent
