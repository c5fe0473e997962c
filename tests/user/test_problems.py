"""The log of the program's errors: what it says, and what it never says."""

from __future__ import annotations

from pathlib import Path

from trialtui.user.files import UserFile
from trialtui.user.problems import FILE_NAME, keep, where

SECRET = "an unspeakable illness"


def failed(path: Path) -> Exception:
    """An error of a file's, caused by another one, whose words tell too much."""
    (path / SECRET).write_text("no folder")
    try:
        try:
            with UserFile(path / SECRET / "x.json").open():
                pass
        except Exception as error:
            raise ValueError(f"{SECRET} in {path}") from error
    except ValueError as error:
        return error
    raise AssertionError("no error")


def test_an_entry_names_versions_kinds_of_errors_and_lines_and_nothing_of_the_user_s(tmp_path: Path) -> None:
    path = keep(tmp_path / "log", failed(tmp_path))
    assert path == tmp_path / "log" / FILE_NAME
    text = path.read_text()
    assert "trialtui" in text and "Python 3" in text and "builtins.ValueError" in text
    assert "trialtui.user.errors.UserFileError" in text
    assert "trialtui/user/storage.py, line " in text
    assert SECRET not in text and str(tmp_path) not in text and str(Path.home()) not in text


def test_the_last_of_our_lines_is_named(tmp_path: Path) -> None:
    error = failed(tmp_path).__cause__
    assert error is not None and where(error).startswith("trialtui/user/storage.py, line ")


def test_it_does_not_grow_without_end(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"x" * 200_000 + b"\n\nlast entry\n\n")
    assert keep(tmp_path, failed(tmp_path)) is not None
    assert (tmp_path / FILE_NAME).stat().st_size < 5_000


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert keep(tmp_path / "file" / "log", failed(tmp_path)) is None
    assert keep(None, ValueError()) is None


def test_an_error_that_was_never_raised_has_no_line() -> None:
    assert where(ValueError()) == ""
