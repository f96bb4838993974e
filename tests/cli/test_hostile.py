"""S4: nothing that a foreign server answers reaches the terminal unescaped."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from stub_server.cli.main import group
from tests.cli import hostile
from tests.hostile import HOSTILE, assert_harmless

COMMANDS = [
    ("orders",),
    ("orders", "--json"),
    ("outbox",),
    ("outbox", "--json"),
    ("pay", "--wait", "0"),
    ("trigger", "payment_intent.succeeded"),
    ("trigger", "payment_intent.succeeded", "--latest", "--show"),
    ("demo",),
    ("reset",),
]
TALKING = [command for command in COMMANDS if command[0] not in ("reset", "trigger")]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """A hostile server."""
    with hostile.running() as address:
        yield address


def run(*arguments: str) -> Result:
    ended = CliRunner().invoke(group, arguments, color=True, env={"COLUMNS": "120"})
    assert ended.exception is None or isinstance(ended.exception, SystemExit), ended.exception
    return ended


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_hostile_answer_is_shown_escaped(folder: Path, url: str, command: tuple[str]) -> None:
    ended = run(*command, "--url", url)
    assert_harmless(ended.stdout)
    assert_harmless(ended.stderr)
    if command[0] != "reset":
        assert "pwned" in ended.output


@pytest.mark.parametrize("command", TALKING, ids=" ".join)
def test_a_hostile_rejection_is_shown_escaped(folder: Path, command: tuple[str]) -> None:
    with hostile.running(500, {"error": {"message": HOSTILE, "code": HOSTILE}}) as address:
        ended = run(*command, "--url", address)
    assert ended.exit_code == 2
    assert r"\x1b]0;pwned\x07" in ended.stderr
    assert_harmless(ended.output)


def test_a_hostile_decline_is_shown_escaped(
    folder: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = {"type": "card_error", "code": HOSTILE, "message": HOSTILE}
    monkeypatch.setitem(hostile.INTENT, "error", error)
    ended = run("pay", "--wait", "0", "--url", url)
    assert "declined" in ended.stdout
    assert_harmless(ended.output)


@pytest.mark.parametrize("command", [("orders", "--json"), ("outbox", "--json")], ids=" ".join)
def test_json_is_valid_and_says_the_same(folder: Path, url: str, command: tuple[str]) -> None:
    expected = hostile.ORDER if command[0] == "orders" else hostile.MAIL
    assert json.loads(run(*command, "--url", url).stdout) == [expected]


ARGUMENTS = [
    (f"no-such-command{HOSTILE}",),
    ("orders", f"--no-such-option{HOSTILE}"),
    ("orders", HOSTILE),
    ("orders", "--limit", HOSTILE),
    ("orders", "--url", f"http://{HOSTILE}"),
    ("pay", "--card", HOSTILE),
    ("pay", "--challenge", HOSTILE),
    ("lint", HOSTILE.replace("\0", "")),
    ("trigger", HOSTILE),
    ("trigger", "payment_intent.succeeded", "--to", HOSTILE),
    ("stripe", "--webhook-to", HOSTILE),
]


@pytest.mark.parametrize("arguments", ARGUMENTS, ids=ascii)
def test_an_argument_is_echoed_escaped(folder: Path, arguments: tuple[str]) -> None:
    ended = run(*arguments)
    assert ended.exit_code == 2
    assert_harmless(ended.output)


def _hostile_page(folder: Path, page: str) -> Path:
    path = folder / "hostile\x1b]0;x\x07.md"
    path.write_text(page.replace("`Hours`", "`Hours\x1b[2J\u202e\x9b31m`"), encoding="utf-8")
    return path


@pytest.mark.parametrize("form", ["rich", "json", "github"])
def test_what_a_page_says_is_shown_escaped(folder: Path, page: Path, form: str) -> None:
    path = _hostile_page(folder, page.read_text(encoding="utf-8"))
    ended = run("lint", str(path), "--format", form)
    assert ended.exit_code == 1
    assert "Hours" in ended.stdout
    assert_harmless(ended.stdout)
    if form == "json":
        assert {it["path"] for it in json.loads(ended.stdout)} == {str(path)}


def test_a_crash_is_shown_escaped(capsys: Any) -> None:
    from stub_server.cli import output

    try:
        raise ValueError(HOSTILE.replace("\n", ""))
    except ValueError as fault:
        output.show_crash(ValueError, fault, fault.__traceback__)
    shown = capsys.readouterr().err
    assert shown.startswith("Traceback (most recent call last):\n")
    assert_harmless(shown)
