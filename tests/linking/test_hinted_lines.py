from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trialtui.linking.hinted_lines import lines_with

HINTS = ("no ", "without", "i")


@given(st.text(alphabet="nNoO \nwithutWITHUTİẞfev", max_size=60))
def test_the_lines_are_those_that_have_a_hint_with_their_offsets(text: str) -> None:
    found = list(lines_with(text, HINTS))
    offset, wanted = 0, []
    for line in text.split("\n"):
        if any(hint in "".join(char.lower()[0] for char in line) for hint in HINTS):
            wanted.append((offset, line))
        offset += len(line) + 1
    assert found == wanted
