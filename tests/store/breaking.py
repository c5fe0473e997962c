"""Ways to damage a store, and what a check finds then."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.store.making import make_store

from trialtui.store.verify import verify

Break = Callable[[Path], None]
PAGE = 8192


def flip(path: Path, place: int) -> None:
    """Change one byte, and the file's identity with it, as a bad copy would."""
    data = bytearray(path.read_bytes())
    data[place] ^= 0x04
    path.write_bytes(data)


def flip_in(path: Path, text: bytes, offset: int = 0) -> None:
    flip(path, path.read_bytes().index(text) + offset)


def cut(path: Path, share: float) -> None:
    os.truncate(path, int(path.stat().st_size * share))


def findings(folder: Path) -> list[str]:
    return [f"{finding.file.name}: {finding.what}" for finding in verify(folder) if not finding.harmless]


def copy_of_a_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of a small store, made once."""
    original = tmp_path_factory.getbasetemp() / "small-store"
    if not original.exists():
        making = tmp_path_factory.mktemp("making") / "store"
        make_store(making, "first", "second")
        making.rename(original)
    copy = tmp_path_factory.mktemp("copy") / "store"
    shutil.copytree(original, copy)
    return copy
