"""Options are derived from the settings model; old names still work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from stub_server.cli.options import SHOP, SIMULATOR
from stub_server.cli.renamed_options import RenamedOptionsCommand
from stub_server.settings_sources import OPTIONS


@pytest.mark.parametrize(("command", "names"), [("serve", SHOP), ("stripe", SIMULATOR)])
def test_the_help_shows_option_variable_and_default(
    run: Any, command: str, names: tuple[str, ...]
) -> None:
    words = " ".join(run(command, "--help").stdout.split())
    for option in (OPTIONS[name] for name in names):
        assert f" {option.flag} " in words
        assert f"[{option.variable}]" in words
        if option.default_text:
            assert f"Default: {option.default_text}." in words
    assert "contract-states" not in words
    assert "TOKEN]" not in words


def test_the_old_name_of_an_option_of_pay_works(run: Any) -> None:
    assert "--settle" not in run("pay", "--help").stdout
    ended = run("pay", "--settle", "--url", "http://127.0.0.1:9")
    assert "--settle is called --bank-confirms now" in ended.stderr
    assert "No shopstub answers" in ended.stderr


def test_every_setting_with_an_option_is_an_option_of_serve() -> None:
    assert set(SHOP) == {name for name, option in OPTIONS.items() if option.flag}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--old"], (True, None, ())),
        (["--no-old"], (False, None, ())),
        (["--first=1", "x"], (None, "1", ("x",))),
        (["--first", "1"], (None, "1", ())),
        (["--new", "--", "--old"], (True, None, ("--old",))),
        (["--new", "--no-old"], (False, None, ())),
    ],
)
def test_old_names_of_options_work(
    arguments: list[str], expected: tuple[Any, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    renamed = {"--old": "--new", "--no-old": "--no-new", "--first": "--second"}

    @click.command(cls=RenamedOptionsCommand, renamed=renamed)
    @click.option("--new/--no-new", default=None)
    @click.option("--second")
    @click.argument("others", nargs=-1)
    def command(**values: Any) -> tuple[Any, ...]:
        return tuple(values[name] for name in ("new", "second", "others"))

    assert command.main(arguments, standalone_mode=False) == expected
    assert ("is called" in capsys.readouterr().err) == (
        arguments[0] != "--new" or len(arguments) == 2
    )


@pytest.mark.parametrize("command", [("orders",), ("store", "check"), ("trigger", "x.y")])
def test_a_wrong_file_stops_every_command_that_reads_it(
    run: Any, folder: Path, command: tuple[str, ...]
) -> None:
    (folder / "shopstub.toml").write_text("[serve]\nstate-dir = 3\nwebhook-secret = 3\n")
    ended = run(*command)
    assert ended.exit_code == 2
    assert "shopstub.toml, [serve]: " in ended.stderr


@pytest.mark.process
@pytest.mark.parametrize("command", ["serve", "stripe"])
def test_a_wrong_file_stops_the_start(folder: Path, command: str) -> None:
    (folder / "shopstub.toml").write_text("[serve]\nprot = 3\n")
    ended = subprocess.run(
        [sys.executable, "-m", "stub_server", command], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 2
    assert "[serve]: there is no key “prot”. Did you mean “port”?" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_commands_look_for_the_state_where_the_file_says(run: Any, folder: Path) -> None:
    (folder / "shopstub.toml").write_text('[serve]\nstate-dir = "elsewhere"\n')
    assert "elsewhere" in run("store", "check").output
