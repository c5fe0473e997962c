"""Readers of the vocabularies' own files: `hp.obo`, HGNC's complete set, MeSH descriptors as ASCII or XML."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from trialtui.vocab.hpo import SCOPES
from trialtui.vocab.tables import OBSOLETE, VocabularyError

Row = tuple[str, ...]

_SYNONYM = re.compile(r'"((?:[^"\\]|\\.)*)" (EXACT|BROAD|NARROW|RELATED)(?: ([\w:]+))? \[')
_SORT_LETTERS = {
    "abbreviation": "a", "layperson": "l", "obsolete_synonym": "o", "plural_form": "p", "uk_spelling": "u",
    "HP:0034334": "r",
}  # fmt: skip
_SCOPE_LETTERS = {scope.upper(): letter for letter, scope in SCOPES.items()}
_ESCAPED = re.compile(r"\\(.)")
_ASCII_RECORD = "*NEWRECORD"
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]*>")


@dataclass(frozen=True, slots=True)
class Upstream:
    """What an upstream file holds: the table it makes, the vocabulary's version, and the table's rows."""

    table: str
    version: str
    rows: list[Row]


def cell(parts: Iterable[str]) -> str:
    """Join a list into a cell, white space collapsed; a part with the separator in it cannot be read back: left out."""
    folded = (" ".join(part.split()) for part in parts)
    return "|".join(dict.fromkeys(part for part in folded if part and "|" not in part))


def read_obo(path: Path) -> Upstream:
    """Read HPO's `hp.obo`.

    Raises:
        VocabularyError: the file is not an OBO file with HPO terms.
    """
    head, *stanzas = path.read_text(encoding="utf-8").split("\n[Term]\n")
    version = re.search(r"^data-version: (?:hp/releases/)?(\S+)", head, re.MULTILINE)
    rows = [_obo_row(_tags(stanza.partition("\n[")[0])) for stanza in stanzas]
    rows = [row for row in rows if row[0].startswith("HP:")]
    if not version or not rows:
        raise VocabularyError(f"{path}: no HPO terms in it")
    return Upstream("hpo", version[1], sorted(rows))


def _tags(stanza: str) -> dict[str, list[str]]:
    """Read the `tag: value` lines of one OBO term."""
    tags: dict[str, list[str]] = {}
    for line in stanza.splitlines():
        tag, colon, value = line.partition(": ")
        if colon:
            tags.setdefault(tag, []).append(value)
    return tags


def _obo_row(tags: dict[str, list[str]]) -> Row:
    obsolete = tags.get("is_obsolete") == ["true"]
    return (
        tags["id"][0],
        tags["name"][0].removeprefix("obsolete "),
        cell(_obo_synonym(value) for value in tags.get("synonym", ())),
        cell(value.split()[0] for value in tags.get("is_a", ())),
        cell(tags.get("alt_id", ())),
        tags.get("replaced_by", [OBSOLETE])[0] if obsolete else "",
    )


def _obo_synonym(value: str) -> str:
    """Turn an OBO synonym into two letters (scope and sort) and its text; an unreadable one gives an empty text."""
    match = _SYNONYM.match(value)
    if not match:
        return ""
    text = " ".join(_ESCAPED.sub(r"\1", match[1]).split())
    return _SCOPE_LETTERS[match[2]] + _SORT_LETTERS.get(match[3] or "", "-") + text


def read_hgnc(path: Path) -> Upstream:
    """Read HGNC's complete set (tab-separated); only approved protein-coding genes are kept.

    Raises:
        VocabularyError: columns are missing, or no such gene is in it.
    """
    rows: list[Row] = []
    newest = ""
    with path.open(encoding="utf-8", newline="") as lines:
        try:
            for gene in csv.DictReader(lines, delimiter="\t"):
                newest = max(newest, gene["date_modified"])
                if gene["status"] == "Approved" and gene["locus_group"] == "protein-coding gene":
                    rows.append(_hgnc_row(gene))
        except (KeyError, TypeError, csv.Error) as error:
            raise VocabularyError(f"{path}: not HGNC's complete set ({error})") from error
    if not rows:
        raise VocabularyError(f"{path}: no protein-coding gene in it")
    return Upstream("genes", newest, rows)


def _hgnc_row(gene: dict[str, str]) -> Row:
    lists = ("alias_symbol", "prev_symbol", "alias_name", "prev_name", "uniprot_ids")
    return (gene["hgnc_id"], gene["symbol"], gene["name"], *(cell(gene[column].split("|")) for column in lists))


def read_mesh_ascii(path: Path) -> Upstream:
    """Read MeSH descriptors in NLM's ASCII form (`d2025.bin`).

    Raises:
        VocabularyError: the file holds no descriptor.
    """
    text = path.read_text(encoding="utf-8", errors="replace")
    rows: list[Row] = []
    for record in text.split(_ASCII_RECORD)[1:]:
        fields: dict[str, list[str]] = {}
        for line in record.splitlines():
            tag, mark, value = line.partition(" = ")
            if mark:
                fields.setdefault(tag.strip(), []).append(value.strip())
        if {"UI", "MH"} <= fields.keys() and fields["UI"][0].startswith("D"):
            entries = [value.partition("|")[0] for tag in ("ENTRY", "PRINT ENTRY") for value in fields.get(tag, ())]
            rows.append((fields["UI"][0], fields["MH"][0], cell(entries), cell(fields.get("MN", ()))))
    return _mesh(path, rows)


def read_mesh_xml(path: Path) -> Upstream:
    """Read MeSH descriptors in NLM's XML form (`desc2025.xml`), record by record.

    Raises:
        VocabularyError: the file is no XML, declares entities of its own, or holds no descriptor.
    """
    with path.open("rb") as stream:
        head = stream.read(4096)
    if b"<!ENTITY" in head or (b"<!DOCTYPE" in head and not _DOCTYPE.search(head)):
        raise VocabularyError(f"{path}: declares entities of its own")
    try:
        return _mesh(path, list(_mesh_xml_rows(path)))
    except ElementTree.ParseError as error:
        raise VocabularyError(f"{path}: not well-formed XML ({error})") from error


def _mesh_xml_rows(path: Path) -> Iterator[Row]:
    for _, element in ElementTree.iterparse(path):
        if element.tag != "DescriptorRecord":
            continue
        name = element.findtext("DescriptorName/String", "").strip()
        terms = (term.text or "" for term in element.iterfind("ConceptList/Concept/TermList/Term/String"))
        trees = (tree.text or "" for tree in element.iterfind("TreeNumberList/TreeNumber"))
        unique_id = element.findtext("DescriptorUI", "").strip()
        if unique_id and name:
            yield unique_id, name, cell(term.strip() for term in terms if term.strip() != name), cell(trees)
        element.clear()


def _mesh(path: Path, rows: list[Row]) -> Upstream:
    if not rows:
        raise VocabularyError(f"{path}: no MeSH descriptor in it")
    year = re.search(r"(20\d\d)", path.name)
    return Upstream("mesh", year[1] if year else path.name, sorted(rows))
