"""Tables of keys: by which words, brought to their forms, the names of a vocabulary's rows are found in texts.

A key is the words of a name in the form in which they are compared. To bring a quarter of a million names to their keys
takes seconds, so it is done when a table is made, and the keys are kept beside it, grouped by their first word: a line
`first⇥rows⇥second⇥rest=rows;rest=rows⇥second⇥…`, where `rows` are the numbers of the rows that have the key, joined by
commas, and `rest` is what follows the key's second word. A line is taken apart when a text has its first word, a part
of it when a text has its first two; most never are.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

from trialtui.vocab.tables import PACKAGED, VocabularyError, table_path

RULES = "1"
"""The version of the rules that make keys (`words.fold`, the forms, what is a name); raise it when one changes."""


class KeyTable:
    """Keys by their first word, each with the numbers of the rows that have it."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        """Take the lines, by first word, without it."""
        self._lines = lines

    @classmethod
    def of(cls, rows: Iterable[tuple[int, Iterable[Sequence[str]]]]) -> KeyTable:
        """Make the table of rows, each with its keys; a key without words is left out.

        Args:
            rows: The rows' numbers, ascending, each with its keys as words.
        """
        found: dict[str, dict[tuple[str, ...], list[str]]] = {}
        for number, keys in rows:
            for words in dict.fromkeys(tuple(key) for key in keys):
                if words:
                    found.setdefault(words[0], {}).setdefault(words[1:], []).append(str(number))
        return cls({first: _line(rest) for first, rest in found.items()})

    def __len__(self) -> int:
        """Return the number of first words."""
        return len(self._lines)

    @property
    def first_words(self) -> Collection[str]:
        """The first words of keys."""
        return self._lines.keys()

    def first(self, word: str) -> tuple[str, list[str]]:
        """Return what begins with a word: the rows of the word itself, then by turns each second word and its block."""
        rows, *rest = self._lines.get(word, "").split("\t")
        return rows, rest

    def rows(self, words: Sequence[str]) -> list[int]:
        """Return the rows that have a key."""
        line = self._lines.get(words[0], "") if words else ""
        if len(words) < 2:
            return numbers(line.partition("\t")[0])
        mark = f"\t{words[1]}\t"  # no block is a word, since each has a `=`
        begin = line.find(mark)
        block = line[begin + len(mark) :].partition("\t")[0] if begin >= 0 else ""
        at = f";{block}".find(entry := f";{' '.join(words[2:])}=")
        return numbers(block[at + len(entry) - 1 :].partition(";")[0]) if at >= 0 else []

    def write(self, path: Path, stamp: str) -> None:
        """Write the table, always the same bytes for the same keys; the old file stays until the new one is whole."""
        lines = [f"#{stamp}", *(f"{word}\t{self._lines[word]}" for word in sorted(self._lines))]
        part = path.with_name(f".{path.name}.part")
        part.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=9, mtime=0))
        part.replace(path)


def entries(block: str) -> Iterable[tuple[str, str]]:
    """Yield the keys of a block: what follows their second word, and their rows."""
    for entry in filter(None, block.split(";")):
        rest, _, rows = entry.partition("=")
        yield rest, rows


def numbers(rows: str) -> list[int]:
    """Read the numbers of rows."""
    return list(map(int, rows.split(","))) if rows else []


def load_keys(name: str, tables: Sequence[str], directory: Path | None, make: Callable[[], KeyTable]) -> KeyTable:
    """Return the keys of tables: those that lie beside them, else made now, which takes seconds.

    Args:
        name: The name of the table of keys.
        tables: The tables that they are made from.
        directory: A user's folder of newer tables, which goes before the packaged ones.
        make: Makes them from the tables.
    """
    stamp = stamp_of(tables, directory)
    for folder in (directory, PACKAGED):
        found = _read(keys_path(name, folder), stamp) if folder else None
        if found is not None:
            return found
    return make()


def keys_path(name: str, folder: Path) -> Path:
    """Return where a folder has a table of keys."""
    return folder / f"{name}.keys.gz"


def stamp_of(tables: Sequence[str], directory: Path | None) -> str:
    """Return what tells whether keys are those of tables as they are: the rules, and the tables' checksums.

    Raises:
        VocabularyError: a table cannot be read.
    """
    try:
        sums = [f"{zlib.crc32(table_path(table, directory).read_bytes()):08x}" for table in tables]
    except OSError as error:
        raise VocabularyError(f"{error.filename}: not a readable vocabulary table ({error.strerror})") from error
    return " ".join((RULES, *sums))


def _read(path: Path, stamp: str) -> KeyTable | None:
    """Read a table of keys; None where there is none, or it is not of these tables."""
    try:
        head, *lines = gzip.decompress(path.read_bytes()).decode("utf-8").split("\n")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError):
        return None
    if head != f"#{stamp}":
        return None
    parted = (line.partition("\t") for line in lines)
    return KeyTable({first: rest for first, _, rest in parted})


def _line(keys: Mapping[tuple[str, ...], list[str]]) -> str:
    """Write the keys of one first word, by what follows it."""
    blocks: dict[str, list[str]] = {}
    for rest in sorted(keys):
        if rest:
            blocks.setdefault(rest[0], []).append(f"{' '.join(rest[1:])}={','.join(keys[rest])}")
    cells = (cell for second, found in blocks.items() for cell in (second, ";".join(found)))
    return "\t".join((",".join(keys.get((), ())), *cells))
