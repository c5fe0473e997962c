"""Secure mode on the command line: what is refused, what is allowed, and whose options count."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.conftest import Cli, Result

from trialtui.cli.commands import COMMANDS
from trialtui.cli.main import run

READS = (
    "show", "search", "list", "correlate", "compare", "export", "changes", "info", "link", "keys", "completion",
)  # fmt: skip
SHOW = "show NCT04437823 --json"


@pytest.fixture
def ssh(seed_store: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Cli:
    """Carry out what a reader gave to ssh, under `ForceCommand trialtui --secure --store …`."""
    monkeypatch.chdir(tmp_path)

    def call(command: str, *site: str) -> Result:
        monkeypatch.setenv("SSH_ORIGINAL_COMMAND", command)
        try:
            code = run(["--secure", "--store", str(seed_store), *site])
        except SystemExit as stop:
            code = int(stop.code or 0)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return call


def test_reading_is_allowed_with_the_program_s_name_or_without(ssh: Cli) -> None:
    for name in ("", "trialtui ", "/usr/local/bin/trialtui "):
        assert ssh(name + SHOW).json["id"] == "NCT04437823"
    assert ssh("search 'stem cells' --json").code == 0
    assert ssh("list drug").code == 0
    assert ssh("info").code == 0
    assert ssh("keys").code == 0


def test_each_command_that_does_not_only_read_is_refused_by_name(ssh: Cli) -> None:
    for name in COMMANDS:
        allowed = COMMANDS[name].secure
        assert allowed == (name in READS), name
        result = ssh(f"{name} /etc/passwd --no-such-option")
        assert result.code == 2 and result.out == ""
        if not allowed:
            assert result.err.startswith(f"trialtui: {name}: not in secure mode")
            assert "allowed are: show, search" in result.err


@pytest.mark.parametrize(
    "command",
    [
        f"--store /etc {SHOW}",
        f"{SHOW} --store=/etc",
        f"{SHOW} --store ''",
        f"--profile ../../x {SHOW}",
        "link /etc/passwd",
        "link -- /etc/passwd",
        "show ../../etc/passwd",
        "show '`id`'",
        "show $(id)",
        f"{SHOW}; id",
        f"{SHOW} | sh",
        f"{SHOW} > /tmp/x",
        "search 'unclosed",
        "bash -c id",
        "/bin/sh",
        "scp -t /tmp",
        "/usr/lib/openssh/sftp-server",
        "internal-sftp",
        "rsync --server . /tmp",
        "-c id",
        "\udcff\udcfe",
        "show \udcff",
        "\x1b[2Jshow",
        "show NCT04437823 \x1b]52;c;aWQ=\x07",
        "x" * 100_000,
    ],
)
def test_what_a_reader_must_not_say_does_nothing_and_never_steers_the_terminal(ssh: Cli, command: str) -> None:
    result = ssh(command)
    assert result.code in (1, 2) and result.out == ""
    assert "root:" not in result.err and "uid=" not in result.err
    assert "Traceback" not in result.err
    assert "\x1b" not in result.err and "\x07" not in result.err
    assert result.err.strip()


def test_help_and_keys_leave_out_what_is_refused(ssh: Cli) -> None:
    whole = ssh("--help").out
    assert "  show " in whole and "  build " not in whole and "--store" not in whole and "--profile" not in whole
    assert "FILE" not in ssh("link --help").out.partition("\n\n")[2]


def test_a_site_s_own_command_is_the_one_carried_out(ssh: Cli) -> None:
    assert "segments" in ssh(SHOW, "info").out
    refused = ssh(SHOW, "build")
    assert refused.code == 2 and "build: not in secure mode" in refused.err


def test_no_store_is_built_and_no_index_made_in_secure_mode(
    ssh: Cli, monkeypatch: pytest.MonkeyPatch, seed_store: Path, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRIALTUI_STORE", str(seed_store))  # what the environment says counts for nothing
    missing = ssh(SHOW, "--store", "")
    assert missing.code == 3 and "none is made here" in missing.err
    assert not (tmp_path / "data").exists()
    bare = tmp_path / "bare"
    bare.mkdir()
    for segment in seed_store.glob("*.json"):
        (bare / segment.name).write_bytes(segment.read_bytes())
    unusable = ssh(SHOW, "--store", str(bare))
    assert unusable.code == 3 and "verify --repair" in unusable.err
    assert not (bare / "index.db").exists()


@pytest.mark.parametrize("name", ["../x", "", "a/b", ".hidden", "x" * 65, "a\nb", "-x"])
def test_a_profile_is_a_plain_name(ssh: Cli, name: str) -> None:
    assert ssh(SHOW, f"--profile={name}").code == 2
    assert ssh(SHOW, "--profile", "anna.b_c@d-1").code == 0


def test_the_environment_alone_makes_all_arguments_the_reader_s(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, seed_store: Path
) -> None:
    monkeypatch.setenv("TRIALTUI_SECURE", "1")
    refused = cli("info")
    assert refused.code == 2 and "--store: not in secure mode" in refused.err
    monkeypatch.setenv("TRIALTUI_STORE", str(seed_store))
    assert cli("info", store=None).code == 0
    assert cli("build", store=None).code == 2
    monkeypatch.setenv("TRIALTUI_SECURE", "0")
    assert cli("info").code == 0


def test_read_only_writes_nothing_but_reads_what_is_named(cli: Cli, tmp_path: Path) -> None:
    assert cli("show", "NCT04437823", "--read-only").code == 0
    assert cli("verify", "--read-only").code == 0
    for command in (["build"], ["verify", "--repair"], ["import", "-"]):
        refused = cli("--read-only", *command)
        assert refused.code == 2 and f"{command[0]}" in refused.err and "--read-only" in refused.err
    missing = cli("--read-only", "info", store=None)
    assert missing.code == 3 and not (tmp_path / "data").exists()
    (tmp_path / "text").write_text("ACE2 was measured.")
    assert "gene:ACE2" in cli("--read-only", "link", str(tmp_path / "text")).out
