"""S4: what the checker prints is escaped, and means the same to GitHub, bash and JSON."""

from __future__ import annotations

import io
import json
import subprocess
from collections.abc import Callable

import click
import pytest
from click.testing import CliRunner
from rich.panel import Panel
from rich.progress import Progress, TextColumn
from rich.table import Table
from rich.text import Text

from contract_tests import __main__ as checker
from contract_tests.harness import escaping, output
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.reports.curl import curl
from contract_tests.harness.reports.masking import Secrets
from stub_server import escaping as kit
from tests.checker.reports.samples import TARGET
from tests.hostile import CONTROLS, FRIENDLY, HIDDEN, HOSTILE, assert_harmless, assert_no_controls

TEXTS = [HOSTILE, CONTROLS, HIDDEN, FRIENDLY, ""]


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_checker_and_stub_escape_alike(text: str) -> None:
    assert escaping.for_terminal(text) == kit.for_terminal(text)
    assert escaping.for_terminal(text, keep_newlines=True) == kit.for_terminal(
        text, keep_newlines=True
    )
    assert escaping.for_json(text) == kit.for_json(text)


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
def test_json_means_the_same_afterwards(text: str) -> None:
    document = escaping.for_json(json.dumps({text: text}, ensure_ascii=False, indent=2))
    assert json.loads(document) == {text: text}
    assert_harmless(document)


@pytest.mark.parametrize(
    ("text", "message", "value"),
    [
        ("a:b,c", "a:b,c", "a%3Ab%2Cc"),
        ("50%\r\n::error::x", "50%25%0D%0A::error::x", "50%25%0D%0A%3A%3Aerror%3A%3Ax"),
        ("\x1b\u202e", r"\x1b\u202e", r"\x1b\u202e"),
    ],
)
def test_a_workflow_command_is_escaped_as_github_reads_it(
    text: str, message: str, value: str
) -> None:
    assert escaping.for_github(text) == message
    assert escaping.for_github(text, is_property=True) == value


@pytest.mark.process
@pytest.mark.parametrize("word", ["it's \\x1b", HOSTILE, FRIENDLY, "\x1b'\\\n\u202e€ $HOME `id`"])
def test_bash_reads_the_word_that_was_sent(word: str) -> None:
    command = escaping.for_shell(["printf", "%s", word])
    assert_harmless(command)
    done = subprocess.run(
        ["bash", "-c", command], capture_output=True, env={"LC_ALL": "C.UTF-8"}, check=True
    )
    assert done.stdout.decode() == word


def test_an_exchange_is_shown_escaped() -> None:
    exchange = Exchange(
        method="POST",
        url=f"http://a/{HOSTILE}",
        operation="",
        request_headers={"x": HOSTILE},
        request_body=HOSTILE.encode(),
        status=200,
        headers={},
        body=HOSTILE.encode(),
        seconds=0.1,
        failure="",
    )
    assert_harmless(curl(exchange, Secrets(TARGET)))


def show_status(console: output.Console) -> None:
    with console.status(output.styled(HOSTILE)):
        pass


Show = Callable[[output.Console], None]
SHOWN: dict[str, Show] = {
    "str": lambda console: console.print(HOSTILE, soft_wrap=True),
    "out": lambda console: console.out(HOSTILE),
    "line": lambda console: console.write_line("a", (HOSTILE, "red")),
    "text": lambda console: console.print(Text(HOSTILE.replace("\n", ""))),
    "panel": lambda console: console.print(Panel(Text(HOSTILE.replace("\n", "")))),
    "status": show_status,
}


@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize("name", SHOWN)
def test_a_console_escapes_whatever_it_prints(name: str, terminal: bool) -> None:
    console = output.Console(file=io.StringIO(), width=400, force_terminal=terminal)
    SHOWN[name](console)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    for forbidden in ("\x1b]", "\x1b[2J", "\x07", "\x9b", "\u202e", "\u200b", "\u2028"):
        assert forbidden not in written
    if not terminal:
        assert_harmless(written)


def test_a_table_cell_and_markup_are_escaped() -> None:
    console = output.Console(file=io.StringIO(), width=400)
    table = Table("A", "B")
    table.add_row(HOSTILE, "[red]b[/] :bomb: [link=http://x]y[/]")
    console.print(table)
    written = console.file.getvalue()  # type: ignore[attr-defined]
    assert_harmless(written)
    assert "[red]b[/] :bomb: [link=http://x]y[/]" in written


def test_a_progress_bar_is_escaped() -> None:
    console = output.Console(file=io.StringIO(), width=400, force_terminal=True)
    column = TextColumn("{task.description}", markup=False)
    with Progress(column, console=console) as progress:
        progress.add_task(HOSTILE.replace("\n", ""))
    written = console.file.getvalue()  # type: ignore[attr-defined]
    assert r"\u202egnp.exe" in written
    assert not {"\x07", "\x9b", "\u202e"} & set(written)


def test_an_argument_is_echoed_escaped() -> None:
    ended = CliRunner().invoke(checker.main, [f"--nothing{HOSTILE}"])
    assert ended.exit_code == 2
    assert "pwned" in ended.stderr
    assert_harmless(ended.stderr)


def test_a_crash_is_shown_escaped(capsys: pytest.CaptureFixture[str]) -> None:
    output.show_crash(ValueError, ValueError(HOSTILE), None)
    shown = capsys.readouterr().err
    assert shown.startswith(r"ValueError: \x1b]0;pwned\x07")
    assert_no_controls(shown)


def test_commands_go_on_after_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    with pytest.raises(click.Abort), output.workflow_commands_stopped():
        raise click.Abort
    stop, resume = capsys.readouterr().out.splitlines()
    assert resume == f"::{stop.removeprefix('::stop-commands::')}::"
    assert len(resume) > 30
