"""A page as text for a terminal, a file or a pipe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from trialtui.model.clean import clean_line
from trialtui.pages.page import OutsideLink, Page
from trialtui.render.layout import Line, Piece, lay_out
from trialtui.render.sections import section_of
from trialtui.render.wrap import cells

_SGR = {
    "strong": "1",
    "emphasis": "3",
    "dim": "2",
    "label": "2",
    "warning": "1;33",
    "code": "36",
    "evidence": "7",
    "heading-1": "1",
    "heading-2": "1;36",
    "heading-3": "1",
    "rule": "2",
    "bar": "36",
}
"""Each style as parameters of the terminal's Select Graphic Rendition sequence, in its own 16 colours."""


def to_text(
    page: Page, *, width: int = 80, colour: bool = False, ascii_only: bool = False, related: bool = True,
    section: str = "",
) -> str:  # fmt: skip
    """Render a page as text.

    Addresses outside are whole at the head, each on a line of its own, however long. Links are plain text.

    Args:
        page: The page.
        width: The width in cells at which text wraps.
        colour: Set styles by ANSI sequences. The words say everything without them.
        ascii_only: Draw with ASCII characters, and replace typographic ones.
        related: End with the page's related blocks.
        section: The anchor of the one section to render.

    Returns:
        Lines without trailing blanks, each ended by a newline.

    Raises:
        SectionError: the page has no such section.
    """
    if section:
        page = section_of(page, section, related=related)
    head = lay_out(replace(page, outside=(), blocks=(), related=()), width, ascii_only=ascii_only)
    body = lay_out(replace(page, title="", subtitle="", outside=()), width, ascii_only=ascii_only, related=related)
    lines = [_line(line, colour) for line in head.lines] + list(_outside(page.outside))
    if lines and body.lines:
        lines.append("")
    lines += [_line(line, colour) for line in body.lines]
    return "".join(f"{line}\n" for line in lines)


def _outside(links: Iterable[OutsideLink]) -> Iterable[str]:
    """Yield each outside link's label and whole address."""
    rows = [(clean_line(link.label), clean_line(link.url)) for link in links]
    width = max((cells(label) for label, _ in rows), default=0)
    for label, url in rows:
        yield f"{label}{' ' * (width - cells(label))}  {url}" if width else url


def _line(line: Line, colour: bool) -> str:
    """Write one line."""
    if not colour:
        return line.text.rstrip(" ")
    pieces = list(line.pieces)
    while pieces and not pieces[-1].text.strip(" "):
        pieces.pop()
    if pieces:
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip(" "))
    return "".join(map(_styled, pieces))


def _styled(piece: Piece) -> str:
    """Write a piece with its style set before and reset after it."""
    parameters = _SGR.get(piece.style)
    return f"\x1b[{parameters}m{piece.text}\x1b[0m" if parameters else piece.text
