from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from tests.cli.conftest import Cli

from trialtui.cli.commands import COMMANDS
from trialtui.cli.completion import arguments
from trialtui.user.policy import FREE

_BASH = """
source {script}
COMP_WORDS=({words})
COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1))
_trialtui
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def script(cli: Cli, shell: str, folder: Path) -> Path:
    result = cli("completion", shell)
    assert result.code == 0
    path = folder / f"completion.{shell}"
    path.write_text(result.out, encoding="utf-8")
    return path


def run(shell: str, command: str, folder: Path) -> list[str]:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    done = subprocess.run([shell, "-c", command], capture_output=True, text=True, timeout=60, cwd=folder, check=False)
    assert done.stderr == "", done.stderr
    return done.stdout.split("\n")[:-1]


def in_bash(cli: Cli, folder: Path, *words: str) -> list[str]:
    """Complete the last of some words as bash does on Tab."""
    quoted = " ".join(f"'{word}'" for word in ("trialtui", *words))
    return run("bash", _BASH.format(script=script(cli, "bash", folder), words=quoted), folder)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["com"], ["compare", "completion"]),
        (["--as"], ["--ascii"]),
        (["--store", "x", "sh"], ["show"]),
        (["--ascii", "ke"], ["keys"]),
        (["list", "m"], ["mesh", "mutation"]),
        (["list", "--li"], ["--limit"]),
        (["show", "NCT04437823", "--format", ""], ["text", "markdown", "json"]),
        (["show", "--section", "elig"], ["eligibility"]),
        (["export", "owl", "--format", "j"], ["json", "jsonl"]),
        (["export", "--columns", "Brief"], ["BriefTitle", "BriefSummary"]),
        (["search", "--status", "not"], ["not_yet_recruiting"]),
        (["completion", ""], ["bash", "zsh", "fish", "-h", "--help"]),
    ],
)
def test_bash_completes_commands_options_and_values(
    cli: Cli, tmp_path: Path, words: list[str], expected: list[str]
) -> None:
    found = in_bash(cli, tmp_path, *words)
    assert found[: len(expected)] == expected
    assert len(found) == len(expected) or words == ["completion", ""]


def test_bash_completes_files_and_folders_with_blanks_in_their_names(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "my trials.txt").write_text("")
    (tmp_path / "my folder").mkdir()
    for words in (["export", "--ids", "my"], ["import", "my"], ["export", "owl", "-o", "my"]):
        assert sorted(in_bash(cli, tmp_path, *words)) == ["my folder", "my trials.txt"]
    assert in_bash(cli, tmp_path, "list", "drug", "--store", "my") == ["my folder"]
    assert in_bash(cli, tmp_path, "show", "my") == [""]


def test_fish_completes(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = script(cli, "fish", tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))

    def complete(line: str) -> list[str]:
        found = run("fish", f"source {path}; complete -C '{line}'", tmp_path)
        return [each.partition("\t")[0] for each in found]

    assert complete("trialtui com") == ["compare", "completion"]
    assert complete("trialtui list m") == ["mesh", "mutation"]
    assert complete("trialtui export owl --format j") == ["json", "jsonl"]
    assert complete("trialtui export --col") == ["--columns"]


def test_zsh_can_read_its_script(cli: Cli, tmp_path: Path) -> None:
    path = script(cli, "zsh", tmp_path)
    assert path.read_text(encoding="utf-8").startswith("#compdef trialtui\n")
    run("zsh", f"zsh -n {path}", tmp_path)


def test_all_that_the_parser_declares_is_there(cli: Cli) -> None:
    for shell in ("bash", "zsh", "fish"):
        text = cli("completion", shell).out
        for name in COMMANDS:
            assert f" {name}" in text or f"'{name}:" in text, (shell, name)
            for argument in arguments(name, FREE):
                for flag in argument.flags:
                    written = f"-l {flag[2:]}" if shell == "fish" and flag.startswith("--") else flag
                    written = f"-s {flag[1:]}" if shell == "fish" and not flag.startswith("--") else written
                    assert written in text, (shell, name, flag)


def test_in_secure_mode_only_what_is_allowed_is_completed(cli: Cli) -> None:
    text = cli("--secure", "completion", "bash").out
    words = text.replace("'", " ").split()
    assert {"show", "export", "--ascii"} <= {*words}
    assert not {"import", "sync", "--store", "--ids"} & {*words}


def test_an_unknown_shell_names_those_there_are(cli: Cli) -> None:
    result = cli("completion", "tcsh")
    assert (result.code, result.out) == (2, "") and "bash" in result.err
