"""The small store that many tests of the browser read, and what a reader keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.tui.small_store import make_catalogue

from trialtui.pages.catalogue import StoreCatalogue
from trialtui.store.store import Store
from trialtui.user.data import UserData
from trialtui.user.files import UserFiles


@pytest.fixture(scope="session")
def store_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the small store; tests only read it."""
    folder = tmp_path_factory.mktemp("small") / "store"
    make_catalogue(folder).store.close()
    return folder


@pytest.fixture
def catalogue(store_folder: Path) -> StoreCatalogue:
    return StoreCatalogue(Store(store_folder))


@pytest.fixture
def user(tmp_path: Path) -> UserData:
    return UserData(UserFiles(tmp_path / "user"))
