"""Read-only file systems, no home, a stale lock, another locale: what can go on goes on, the rest says what to do."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.terminal import in_terminal

TRIALTUI = [sys.executable, "-m", "trialtui"]


def environment(home: Path, **more: str) -> dict[str, str]:
    """What a login shell gives, and no more."""
    return {"PATH": os.environ["PATH"], "HOME": str(home), "TERM": "xterm-256color", **more}


@pytest.fixture
def read_only(tmp_path: Path, seed_store: Path) -> list[str]:
    """Words that run a command where the store and the home cannot be written; skipped where no mount can be made."""
    unshare = shutil.which("unshare")
    if unshare is None or subprocess.run([unshare, "-rm", "true"], capture_output=True).returncode:
        pytest.skip("no mount namespace can be made here (unshare -rm)")
    shutil.copytree(seed_store, tmp_path / "store")
    own = tmp_path / "home" / ".local" / "share" / "trialtui"
    own.mkdir(parents=True)
    kept = '{"bookmarks": {"1": {"kind": "entity", "text": "NCT04437823", "name": "Owls", "added": "2020-01-01"}}}'
    (own / "bookmarks.json").write_text(kept)
    mounts = [
        f"mount --bind {place} {place} && mount -o remount,ro,bind {place}"
        for place in (shlex.quote(str(tmp_path / name)) for name in ("store", "home"))
    ]
    return [unshare, "-rm", "sh", "-c", f'{" && ".join(mounts)} && exec "$@"', "sh"]


def test_a_read_only_store_is_read_and_says_why_it_is_not_changed(read_only: list[str], tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [*read_only, *TRIALTUI, "--store", str(tmp_path / "store"), *words]
        return subprocess.run(command, capture_output=True, text=True, env=environment(tmp_path / "home"))

    assert "Stem Cells" in run("show", "NCT04437823").stdout
    changed = run("build")
    assert changed.returncode == 3 and "Read-only file system" in changed.stderr and "Traceback" not in changed.stderr
    (tmp_path / "store" / "index.db").unlink()
    beside = run("info")
    assert beside.returncode == 0 and "made anew" in beside.stderr


def test_a_read_only_home_costs_what_would_be_kept_and_says_so(read_only: list[str], tmp_path: Path) -> None:
    command = [*read_only, *TRIALTUI, "--store", str(tmp_path / "store"), "NCT04437823"]
    with in_terminal(command, environment(tmp_path / "home"), (120, 40)) as terminal:
        terminal.sees("Trial › Efficacy")
        terminal.press("b")
        terminal.until(lambda: "cannot be written" in terminal.text or "Read-only" in terminal.text, "the reason")
        terminal.press("H")
        terminal.sees("Owls")
        terminal.press("q")
        assert terminal.ends() == 0
        assert "Traceback" not in terminal.output.decode()


def test_without_a_home_a_named_store_is_read_and_nothing_is_made(seed_store: Path, tmp_path: Path) -> None:
    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        given = {**environment(tmp_path), "XDG_DATA_HOME": "nowhere", "XDG_CONFIG_HOME": "nowhere", "HOME": "nowhere"}
        command = [*TRIALTUI, *words]
        return subprocess.run(command, capture_output=True, text=True, env={**given, **more}, cwd=tmp_path)

    for words in (["show", "NCT04437823"], ["info"], ["keys"], ["export", "kind:trial", "--format", "csv"]):
        done = run("--store", str(seed_store), *words)
        assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("locale", ["C", "POSIX", "de_DE.ISO-8859-1", "xx_YY.nonsense", ""])
def test_whatever_the_locale_data_is_utf8_and_nothing_fails(seed_store: Path, tmp_path: Path, locale: str) -> None:
    command = [*TRIALTUI, "--store", str(seed_store), "show", "NCT04437823"]
    done = subprocess.run(command, capture_output=True, env=environment(tmp_path, LC_ALL=locale, LANG=locale))
    assert done.returncode == 0 and not done.stderr
    drawn = "─" in done.stdout.decode("utf-8")
    assert drawn == ("." not in locale)


def test_a_lock_that_its_process_left_behind_hinders_nobody(seed_store: Path, tmp_path: Path) -> None:
    shutil.copytree(seed_store, tmp_path / "store")
    (tmp_path / "store" / "lock").write_text("99999\n")
    command = [*TRIALTUI, "--store", str(tmp_path / "store"), "build"]
    assert subprocess.run(command, capture_output=True, env=environment(tmp_path)).returncode == 0
