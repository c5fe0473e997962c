"""The search language: a query as typed is read into clauses, all of which must hold, and printed in a normal form.

Words and `"phrases"` must occur; `-` before a clause excludes; `status:recruiting phase:3 year:2020..2021` narrow;
references (`D018352`, `drug:remdesivir`) stand for the trials of a term, with `+` for those of its narrower terms or of
every name of a substance, with `~` for those that only mention it too; `word*` stands for all words that begin so.
"""

from __future__ import annotations

import re
from typing import NoReturn

from trialtui.model.refs import KINDS, Ref, RefError, parse_ref
from trialtui.query.clauses import WIDENED, Clause, Item, Narrowing, Query, Term, Words
from trialtui.query.search_fields import FIELDS, FieldError, read_field
from trialtui.store.text_keys import words

_FIELD = re.compile(r"([A-Za-z]+):(?!//)")
_BARE = re.compile(r'[^\s"]+')
_QUOTED = re.compile(r'"((?:[^"]|"")*+)"')


class QueryError(ValueError):
    """A query that cannot be read. `position` counts code points from 0, `reason` says what is wrong there."""

    def __init__(self, position: int, reason: str) -> None:
        """Say where and why."""
        super().__init__(f"{reason} (at character {position + 1})")
        self.position, self.reason = position, reason


def parse_query(text: str) -> Query:
    """Read a query.

    Raises:
        QueryError: it cannot be read; says where and why.
    """
    return Query(tuple(_Reader(text).clauses()))


class _Reader:
    """Reads one query from left to right."""

    def __init__(self, text: str) -> None:
        # Lone surrogates, as a terminal in the wrong encoding gives them, cannot be handed to SQLite.
        text = text.encode("utf-8", "replace").decode("utf-8")
        self._text = text.translate({0x201C: '"', 0x201D: '"'})
        self._at = 0

    def clauses(self) -> list[Clause]:
        found = []
        while self._skip_blanks():
            start = self._at
            excluded = self._text[start] == "-" and not self._text[start + 1 : start + 2].isspace()
            self._at += excluded
            item = self._item(start)
            if item is not None:
                found.append(Clause(item, excluded, start))
        return found

    def _skip_blanks(self) -> bool:
        """Go to the next clause; False at the end."""
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        return self._at < len(self._text)

    def _item(self, start: int) -> Item | None:
        """Read one item; None where it holds nothing to search for."""
        if self._here('"'):
            return _words(self._quoted(), quoted=True, begins=self._take("*"))
        head = _FIELD.match(self._text, self._at)
        if head is not None:
            name = head[1].lower()
            if name in FIELDS or name in KINDS:
                self._at = head.end()
                return self._narrowing(start, name) if name in FIELDS else self._term(start, name)
        token = self._bare()
        item = self._reference(start, token)
        if item is None and head is not None:
            _unknown_field(start, head[1])
        return item or _plain_words(start, token)

    def _narrowing(self, start: int, name: str) -> Narrowing:
        begin = self._at
        if self._here('"'):
            value, exact = self._quoted(), self._take("!")
        else:
            token = self._bare()
            value, exact = token.removesuffix("!"), token.endswith("!")
        if not value.strip():
            raise QueryError(start, f"{name}: what follows the colon is missing")
        if exact and name != "phase":
            raise QueryError(begin, f"`!` stands after a phase only (`phase:3!`), not after {name}:")
        try:
            return Narrowing(name, read_field(name, value), exact)
        except FieldError as error:
            raise QueryError(begin, str(error)) from None

    def _term(self, start: int, kind: str) -> Term:
        if self._here('"'):
            key, wide, mentions = self._quoted(), self._take("+"), self._take("~")
        else:
            key, wide, mentions = _without_signs(self._bare())
        if not key.strip():
            raise QueryError(start, f"{kind}: what follows the colon is missing")
        try:
            ref = parse_ref(f"{kind}:{key}")
        except RefError as error:
            raise QueryError(start, f"{error}; for the words themselves, write them without `{kind}:`") from None
        if ref is None:
            raise QueryError(start, f"not a {kind}")
        return _checked(start, ref, wide, mentions)

    def _reference(self, start: int, token: str) -> Term | None:
        """Read a token as a reference that needs no kind, such as `D018352+`."""
        bare = token.rstrip(",;")
        key, wide, mentions = _without_signs(bare.removesuffix("!"))
        try:
            ref = parse_ref(key)
        except RefError:
            return None
        if ref is None:
            return None
        if bare.endswith("!"):
            raise QueryError(start + len(bare) - 1, f"`!` stands after a phase only (`phase:3!`), not after {ref}")
        return _checked(start, ref, wide, mentions)

    def _here(self, char: str) -> bool:
        return self._text.startswith(char, self._at)

    def _take(self, char: str) -> bool:
        """Take a character where it stands here."""
        found = self._here(char)
        self._at += found
        return found

    def _quoted(self) -> str:
        """Read what stands in quotes; a quote within it is doubled."""
        match = _QUOTED.match(self._text, self._at)
        if match is None:
            raise QueryError(self._at, "this quote is not closed")
        self._at = match.end()
        return " ".join(match[1].replace('""', '"').split())

    def _bare(self) -> str:
        """Read up to a blank or a quote."""
        match = _BARE.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return match[0] if match else ""


def _words(text: str, *, quoted: bool = False, begins: bool = False) -> Words | None:
    """Return words of the text; None where there is neither letter nor digit."""
    parts = tuple(words(text))
    return Words(text, parts, quoted, begins) if parts else None


def _plain_words(start: int, token: str) -> Words | None:
    """Read a token that is no field and no reference."""
    if token == "AND":
        return None
    if token in ("OR", "NOT"):
        instead = "search for each by itself" if token == "OR" else "write a minus before the word: -placebo"
        raise QueryError(start, f'there is no {token}: {instead}; for the word itself, write "{token.lower()}"')
    return _words(token.removesuffix("*"), begins=token.endswith("*"))


def _without_signs(token: str) -> tuple[str, bool, bool]:
    """Return a token without its `+` and `~`, and whether it has each."""
    rest = token.removesuffix("~")
    key = rest.removesuffix("+")
    return (key, key != rest, rest != token) if key else (token, False, False)


def _checked(start: int, ref: Ref, wide: bool, mentions: bool) -> Term:
    """Make a term of a reference."""
    if wide and ref.kind not in WIDENED:
        raise QueryError(start, f"{ref}: `+` widens MeSH terms, HPO terms and drugs only")
    if mentions and ref.kind == "trial":
        raise QueryError(start, f"{ref}: `~` counts what mentions a term, not a trial")
    return Term(ref, wide, mentions)


def _unknown_field(start: int, name: str) -> NoReturn:
    """Refuse a field that there is not."""
    if name.upper() == "HP":
        raise QueryError(start, "an HPO term is HP: and seven digits, such as HP:0002090")
    from difflib import get_close_matches

    known = [*FIELDS, *KINDS]
    close = get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {close[0]}:?" if close else f"there are {', '.join(f'{each}:' for each in known)}."
    raise QueryError(start, f"no field {name}: {hint} For the words themselves, put them in quotes")
