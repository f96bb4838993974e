"""S4: an entry of the log is one line, whatever is logged; a traceback is indented below it."""

from __future__ import annotations

import logging
import sys

import pytest

from stub_server.cli.logs import EscapingFormatter
from tests.hostile import FRIENDLY, HOSTILE, assert_harmless, assert_no_controls


def entry(message: str, *values: object, fault: BaseException | None = None) -> logging.LogRecord:
    trace = (type(fault), fault, fault.__traceback__) if fault else None
    return logging.LogRecord("shopstub.http", logging.ERROR, "", 1, message, values, trace)


@pytest.mark.parametrize(("message", "values"), [(HOSTILE, ()), ("%s broke", (HOSTILE,))])
def test_a_message_is_one_line(message: str, values: tuple[str, ...]) -> None:
    line = EscapingFormatter().format(entry(message, *values))
    assert line.startswith(r"ERROR shopstub.http: \x1b]0;pwned\x07")
    assert "\n" not in line
    assert_harmless(line)


def test_legible_text_stays_as_it_is() -> None:
    line = EscapingFormatter().format(entry(FRIENDLY))
    assert line == f"ERROR shopstub.http: {FRIENDLY}"


def test_a_traceback_keeps_its_lines_and_none_looks_like_an_entry() -> None:
    try:
        raise ValueError(HOSTILE)
    except ValueError as fault:
        record = entry("It broke", fault=fault)
    record.exc_text = "what another formatter left: \x1b"
    first, *others = EscapingFormatter().format(record).split("\n")
    assert first == "ERROR shopstub.http: It broke"
    assert others[0] == "  Traceback (most recent call last):"
    assert all(line.startswith("  ") for line in others)
    assert_no_controls("".join(others))


def test_a_stack_is_escaped_as_well() -> None:
    record = entry("Where")
    record.stack_info = f"Stack\n{HOSTILE}"
    assert_no_controls(EscapingFormatter().format(record))


@pytest.mark.parametrize("name", ["shopstub.stripe", "uvicorn.error", "asyncio"])
def test_warnings_of_every_logger_are_printed_escaped(
    name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from stub_server.cli import logs

    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    logs.install()
    logging.getLogger(name).warning("%s", HOSTILE)
    assert root.handlers[0].stream is sys.stderr  # type: ignore[attr-defined]
    shown = capsys.readouterr().err
    assert shown.startswith(f"WARNING {name}: ")
    assert_harmless(shown)
