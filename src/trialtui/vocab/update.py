"""Newer tables from upstream files that a user has fetched: `hp.obo`, HGNC's complete set, MeSH's descriptors."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from trialtui.vocab.tables import VocabularyError, write_table
from trialtui.vocab.upstream import Upstream, read_hgnc, read_mesh_ascii, read_mesh_xml, read_obo
from trialtui.vocab.versions import VocabularyInfo, write_versions

_ENOUGH = 65_536
"""Bytes of a file's beginning that tell what it is."""

_KINDS: tuple[tuple[bytes, Callable[[Path], Upstream], str, str], ...] = (
    (b"format-version:", read_obo, "HPO", "HPO licence (https://hpo.jax.org/app/license)"),
    (b"hgnc_id\tsymbol\t", read_hgnc, "HGNC protein-coding genes", "CC0"),
    (b"*NEWRECORD", read_mesh_ascii, "MeSH descriptors", "NLM terms"),
    (b"<DescriptorRecordSet", read_mesh_xml, "MeSH descriptors", "NLM terms"),
)
"""What each kind of file holds near its beginning, its reader, and the vocabulary's name and licence."""


def update(files: Iterable[Path], target: Path) -> dict[str, VocabularyInfo]:
    """Write the tables of upstream files to a folder, which the loaders then read first when it is named to them.

    All files are read before the first table is written, so that a bad one changes nothing.

    Args:
        files: Unpacked upstream files; what each is is told by its content.
        target: The folder; made where it is missing.

    Returns:
        The origin of each table written.

    Raises:
        VocabularyError: a file is of no known kind, or is damaged; the message names it.
        OSError: a file cannot be read or the folder cannot be written.
    """
    read = [(path, *_read(path)) for path in files]
    infos: dict[str, VocabularyInfo] = {}
    for path, upstream, name, licence in read:
        rows = write_table(upstream.table, upstream.rows, target)
        infos[upstream.table] = VocabularyInfo(
            name=name, version=upstream.version, licence=licence, source=path.name, rows=rows
        )
        write_versions({upstream.table: infos[upstream.table]}, target)
    return infos


def _read(path: Path) -> tuple[Upstream, str, str]:
    with path.open("rb") as stream:
        beginning = stream.read(_ENOUGH)
    for sign, reader, name, licence in _KINDS:
        if sign in beginning:
            return _decoded(reader, path), name, licence
    packed = beginning[:2] in (b"\x1f\x8b", b"PK")
    reason = "packed; unpack it first" if packed else "neither hp.obo, HGNC's complete set nor MeSH descriptors"
    raise VocabularyError(f"{path}: {reason}")


def _decoded(reader: Callable[[Path], Upstream], path: Path) -> Upstream:
    try:
        return reader(path)
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: not UTF-8 ({error})") from error
    except (KeyError, IndexError) as error:
        raise VocabularyError(f"{path}: a record lacks {error}") from error
