"""The documents that are made of what the program declares: the keys and the manual page."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docs import make, man

from trialtui import __version__
from trialtui.cli import exits
from trialtui.cli.commands import COMMANDS
from trialtui.cli.line import first_word
from trialtui.cli.parser import WITH_WORDS, arguments_of, browser_parser, command_parser, minus_words
from trialtui.tui.command_set import CommandSet
from trialtui.user.locations import config_folder, data_folder

CHECKOUT = Path(__file__).resolve().parents[2]
PAGE = CHECKOUT / "docs" / "trialtui.1"

_ONLY_SHOWN = {"USER", "LOGNAME"}
"""Variables that the program quotes in a command to copy, and does nothing by."""


def _renderers() -> list[list[str]]:
    """The commands that read a manual page and say on standard error or output what is wrong with it."""
    return [
        ["man", "--warnings", "--encoding=UTF-8", "--local-file", str(PAGE)],
        ["groff", "-man", "-ww", "-Tutf8", "-z", str(PAGE)],
        ["groff", "-man", "-ww", "-Tascii", "-z", str(PAGE)],
        ["mandoc", "-Tlint", "-Wwarning", str(PAGE)],
    ]


def _plain(roff: str) -> str:
    """The page without fonts and escapes."""
    escapes = {r"\-": "-", r"\(ti": "~", r"\(aq": "'", r"\(dq": '"', r"\e": "\\", r"\(ha": "^", r"\(ga": "`"}
    return re.sub(r"\\-|\\\(..|\\e", lambda found: escapes[found[0]], re.sub(r"\\f[BIR]", "", roff))


@pytest.fixture(scope="module")
def text() -> str:
    return _plain(man.page())


class TestUpToDate:
    """`python -m docs.make` mends these."""

    def test_the_keys(self) -> None:
        assert (CHECKOUT / "docs" / "keys.md").read_text(encoding="utf-8") == make.keys()

    def test_the_manual_page(self) -> None:
        assert PAGE.read_text(encoding="ascii") == man.page()


class TestManualPage:
    def test_it_names_every_command_with_every_argument(self, text: str) -> None:
        for name, command in COMMANDS.items():
            assert re.search(rf"^{name}\b", text, flags=re.M), name
            assert command.does[1:] in text
            for action in arguments_of(name):
                assert all(flag in text for flag in action.option_strings), (name, action.dest)
                assert (action.help or "").replace("…", "...") in text

    def test_it_names_every_option_of_the_browser(self, text: str) -> None:
        for action in browser_parser()._actions:
            assert all(flag in text for flag in action.option_strings) and (action.help or "").rstrip("…") in text

    def test_it_names_every_key(self, text: str) -> None:
        for row in CommandSet().table(ascii_only=True):
            assert f"\n{row.keys}\n{row.does}" in text

    def test_it_has_the_search_language(self, text: str) -> None:
        for form in ('"heart attack"', "-placebo", "D018352+", "D045169~", "phase:3, phase:3!, phase:2/3"):
            assert f"\n{form}\n" in text
        assert "There is no OR." in text

    def test_it_names_every_variable_that_the_program_reads(self, text: str) -> None:
        source = "".join(path.read_text(encoding="utf-8") for path in (CHECKOUT / "src").rglob("*.py"))
        read = {*re.findall(r'environ(?:ment)?\.get\(\s*"(\w+)"', source), *re.findall(r"TRIALTUI_[A-Z_]+", source)}
        assert {"TRIALTUI_STORE", "NO_COLOR", "TERM"} <= read
        assert {name for name in read - _ONLY_SHOWN if not re.search(rf"\b{name}\b", text)} == set()

    @pytest.mark.skipif(sys.platform != "linux", reason="the page names the folders of Linux")
    def test_it_names_the_users_folders(self, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("HOME", "/home/anna")
        assert [data_folder(), config_folder()] == [Path(f"/home/anna{name[1:]}") for name in (man.DATA, man.CONFIG)]
        assert man.DATA in text and man.CONFIG in text

    def test_it_names_the_users_files(self, text: str) -> None:
        source = (CHECKOUT / "src" / "trialtui" / "user" / "data.py").read_text(encoding="utf-8")
        names = re.findall(r'"(\w+\.json)"', source)
        assert f"\n{man.DATA}/{', '.join(names)}\n" in text

    def test_it_names_every_exit_code(self, text: str) -> None:
        codes = {value for value in vars(exits).values() if isinstance(value, int)}
        assert codes == set(exits.MEANINGS)
        assert all(f"\n{code}\n{meaning}" in text for code, meaning in exits.MEANINGS.items())

    @pytest.mark.parametrize("typed", man.EXAMPLES)
    def test_an_example_can_be_typed(self, typed: str) -> None:
        program, *words = shlex.split(typed)
        name = first_word(words)
        assert program == "trialtui"
        parser = command_parser(name) if name in COMMANDS else browser_parser()
        parser.parse_args(minus_words(words) if name in WITH_WORDS else words)

    def test_it_has_the_version_and_no_date(self) -> None:
        assert f'.TH TRIALTUI 1 "" "trialtui {__version__}" "User Commands"' in man.page()

    @pytest.mark.parametrize("command", _renderers(), ids=lambda command: " ".join(command[:-1]))
    def test_it_is_rendered_without_a_warning(self, command: list[str]) -> None:
        if shutil.which(command[0]) is None:
            pytest.skip(f"{command[0]} is not here")
        done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"})
        said = done.stderr.splitlines() + (done.stdout.splitlines() if command[0] == "mandoc" else [])
        assert [line for line in said if "missing date" not in line] == []


class TestEscaping:
    @pytest.mark.parametrize(
        ("text", "written"),
        [
            (".hidden", r"\&.hidden"),
            ("'quoted'", r"\(aqquoted\(aq"),
            ('a "phrase"', r"a \(dqphrase\(dq"),
            ("C:\\temp", r"C:\etemp"),
            ("--json", r"\-\-json"),
            ("a ^ ~ b", r"a \(ha \(ti b"),
            ("say `--json` here", r"say \fB\-\-json\fR here"),
            ("drugs …", "drugs ..."),
            ("β-blocker", r"\[u03B2]\-blocker"),
            ("𝛽", r"\[u1D6FD]"),
        ],
    )
    def test_text_is_written_as_it_is_read(self, text: str, written: str) -> None:
        assert man.prose(text) == written
