"""Vocabulary tables: MeSH, HPO and genes. Importing this loads none; each is read once, when it is first asked for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from trialtui.vocab.genes import GeneRow, GeneTable
from trialtui.vocab.hpo import HpoRecord, HpoSynonym, HpoTable
from trialtui.vocab.mesh import MeshRecord, MeshTable
from trialtui.vocab.tables import VocabularyError, user_directory
from trialtui.vocab.versions import VocabularyInfo, read_versions

__all__ = [
    "GeneRow", "GeneTable", "HpoRecord", "HpoSynonym", "HpoTable", "MeshRecord", "MeshTable", "VocabularyError",
    "VocabularyInfo", "infos", "load_genes", "load_hpo", "load_mesh", "versions",
]  # fmt: skip


def load_mesh(directory: Path | None = None) -> MeshTable:
    """Return MeSH: a table in `directory` (else in the folder that `TRIALTUI_VOCAB` names) goes before the shipped."""
    return _mesh(directory or user_directory())


def load_hpo(directory: Path | None = None) -> HpoTable:
    """Return HPO with its MeSH cross-references and genes; folders as for `load_mesh`."""
    return _hpo(directory or user_directory())


def load_genes(directory: Path | None = None) -> GeneTable:
    """Return HGNC's protein-coding genes; folders as for `load_mesh`."""
    return _genes(directory or user_directory())


def infos(directory: Path | None = None) -> dict[str, VocabularyInfo]:
    """Return the origin of each table in use, by table.

    Raises:
        VocabularyError: the user's folder holds a table without stating its version.
    """
    return read_versions(directory or user_directory())


def versions(directory: Path | None = None) -> dict[str, str]:
    """Return the version of each vocabulary in use, by its name; reads one small file.

    Raises:
        VocabularyError: as for `infos`.
    """
    return {info.name: info.version for info in infos(directory).values()}


@cache
def _mesh(directory: Path | None) -> MeshTable:
    return MeshTable(directory)


@cache
def _hpo(directory: Path | None) -> HpoTable:
    return HpoTable(directory)


@cache
def _genes(directory: Path | None) -> GeneTable:
    return GeneTable(directory)
