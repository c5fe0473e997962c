"""The texts of a trial's fields with what was found in them: mentions as links, the evidence for a term marked."""

from __future__ import annotations

from trialtui.model.refs import Ref
from trialtui.model.term import Link
from trialtui.pages.page import Block, ListBlock, Paragraph, Span, Text
from trialtui.pages.running_text import one_line, running_text
from trialtui.query.trial_facts import TrialFacts


class FieldTexts:
    """Lays out the texts of one trial."""

    def __init__(self, facts: TrialFacts, focus: Ref | None = None) -> None:
        """Lay out this trial's texts; `focus` is the term whose mentions are the evidence that is looked for."""
        self._format, self._focus = facts.trial.text_format, focus
        self._links: dict[str, list[Link]] = {}
        for terms in facts.terms.values():
            for term in terms:
                for link in term.links:
                    if link.start >= 0:
                        self._links.setdefault(link.field, []).append(link)

    def line(self, field: str, words: str, *, markup: bool = True) -> Text:
        """Lay out a field as one text; titles, names and measures hold no markup."""
        return one_line(words, self._format if markup else "plain", self._links.get(field, ()), self._focus)

    def blocks(self, field: str, words: str) -> list[Block]:
        """Lay out a field as paragraphs and lists."""
        return running_text(words, self._format, self._links.get(field, ()), self._focus) if words else []

    def parts(self, field: str, words: str) -> tuple[Text, ...]:
        """Lay out a field as paragraphs below a table's row, an item of a list being a paragraph with its marker."""
        parts: list[Text] = []
        for block in self.blocks(field, words):
            if isinstance(block, ListBlock):
                parts += [
                    (Span(f"{'  ' * item.level}{item.marker.strip() or '•'} "), *item.text) for item in block.items
                ]
            elif isinstance(block, Paragraph):
                parts.append(block.text)
            else:
                parts.append(getattr(block, "text", ()))
        return tuple(parts)
