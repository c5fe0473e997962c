"""The user's settings: read one by one, and changed without changing anything else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from trialtui.user.errors import UserFileError
from trialtui.user.settings import Settings, read_settings
from trialtui.user.settings_file import write_setting

DOCS = Path(__file__).resolve().parents[2] / "docs" / "settings.md"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.toml"


def write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_no_file_is_no_problem(path: Path) -> None:
    assert read_settings(path) == (Settings(), (), path)
    assert read_settings(None) == (Settings(), (), None)


def test_what_is_set_counts(path: Path) -> None:
    write(path, 'theme = "nord"\nascii = true\nhistory = 0\n[keys]\nsearch = ["s", "f3"]\nzoom = "Z"\nnote = []\n')
    read = read_settings(path)
    assert read.problems == ()
    assert read.settings == Settings(
        theme="nord", ascii=True, history=0, keys={"search": ("s", "f3"), "zoom": ("Z",), "note": ()}
    )


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ascii = 1", "ascii = 1: true or false is wanted"),
        ("theme = true", "theme = true: a name in quotes is wanted"),
        ("history = -1", "history = -1: a number from 0 to 10000 is wanted"),
        ("history = true", "history = true: a number from 0 to 10000 is wanted"),
        ('preview_delay = "fast"', 'preview_delay = "fast": a number from 0 to 5000 is wanted'),
        ('themes = "nord"', 'themes = "nord": there is no such setting; did you mean theme?'),
        ("keys = 3", "keys = 3: a table is wanted"),
        ("keys.search = 3", "keys.search = 3: a key is wanted"),
        ('keys.search = ["s", 1]', 'keys.search = ["s", 1]: a key is wanted'),
    ],
)
def test_a_mistake_is_named_with_file_setting_and_value_and_costs_no_more(path: Path, line: str, said: str) -> None:
    write(path, f"reopen = true\n{line}\n")
    read = read_settings(path)
    assert read.settings == Settings(reopen=True)
    (problem,) = read.problems
    assert problem.startswith(f"{path}: {said}")


@pytest.mark.parametrize("content", [b"theme = nord", b"\xff", b"[keys\n"])
def test_a_file_that_is_no_toml_is_said(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    read = read_settings(path)
    assert read.settings == Settings()
    (problem,) = read.problems
    assert str(path) in problem and problem.endswith("None of its settings count.")


def test_a_file_that_cannot_be_opened_is_said(path: Path) -> None:
    path.mkdir(parents=True)
    (problem,) = read_settings(path).problems
    assert problem == f"{path}: cannot be read: Is a directory."


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", 'theme = "nord"\n'),
        ("# mine\nascii = true\n", 'theme = "nord"\n# mine\nascii = true\n'),
        ('ascii = true\ntheme = "x"  # dark\n[keys]\n', 'ascii = true\ntheme = "nord"\n[keys]\n'),
        ('# theme = "x"\n[keys]\ntheme = "T"\n', 'theme = "nord"\n[keys]\ntheme = "T"\n'),
    ],
)
def test_a_setting_is_changed_and_all_else_stays(path: Path, before: str, after: str) -> None:
    write(path, before)
    write_setting(path, "theme", "nord")
    assert path.read_text(encoding="utf-8") == after


def test_a_file_that_is_not_there_is_begun(path: Path) -> None:
    write_setting(path, "theme", "nord")
    assert read_settings(path).settings.theme == "nord"


@pytest.mark.parametrize("before", ["theme = \n", 'theme = """\nx"""\n'])
def test_a_file_that_cannot_be_changed_safely_stays_as_it_is(path: Path, before: str) -> None:
    write(path, before)
    with pytest.raises(UserFileError, match=re.escape('write theme = "nord" there yourself')):
        write_setting(path, "theme", "nord")
    assert path.read_text(encoding="utf-8") == before


def test_a_link_to_the_file_stays_a_link_and_who_may_read_it_stays_too(path: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "settings.toml"
    write(real, "ascii = true\n")
    real.chmod(0o600)
    path.parent.mkdir()
    path.symlink_to(real)
    write_setting(path, "theme", "nord")
    assert path.is_symlink() and 'theme = "nord"' in real.read_text(encoding="utf-8")
    assert real.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(UserFileError, match="cannot be written"):
        write_setting(tmp_path / "file" / "settings.toml", "theme", "nord")


def test_the_docs_show_every_setting_with_its_default() -> None:
    blocks = re.findall(r"```toml\n(.*?)```", DOCS.read_text(encoding="utf-8"), flags=re.S)
    shown = tomllib.loads(blocks[0])
    assert shown | {"keys": {}} == Settings()._asdict() | {"keys": {}, "theme": "textual-dark"}
