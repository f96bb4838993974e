"""S4: the lines of `serve` show what clients and receivers say, escaped."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime
from typing import Any

import pytest

from stub_server.cli.terminal import Terminal
from stub_server.runtime.clock import FrozenClock
from tests.hostile import FRIENDLY, HOSTILE, assert_harmless, assert_no_controls

ANSWERED = {"method": "GET", "path": "/", "status": 404, "seconds": 0.1, "code": "", "rule": None}
DELIVERY = {"type": "charge.failed", "url": "http://a", "attempt": {}}
ATTEMPT = {"status": None, "error": "timeout", "seconds": 0.1}
EVENTS: list[tuple[str, dict[str, Any]]] = [
    ("http.answered", {**ANSWERED, "path": HOSTILE}),
    ("http.answered", {**ANSWERED, "method": HOSTILE, "code": HOSTILE, "rule": HOSTILE}),
    ("stripe.request", {"method": HOSTILE, "path": HOSTILE, "status": 200}),
    ("stripe.webhook", {**DELIVERY, "attempt": ATTEMPT, "url": HOSTILE}),
    ("stripe.webhook", {**DELIVERY, "attempt": {**ATTEMPT, "error": HOSTILE}, "type": HOSTILE}),
    ("order.made", {"number": HOSTILE, "order": HOSTILE}),
    ("order.settled", {"order": HOSTILE, "status": HOSTILE}),
    ("mail.sent", {"to": HOSTILE}),
    ("state.entered", {"name": HOSTILE}),
    ("document.broken", {"words": HOSTILE}),
    ("store.failed", {"operation": "createOrder", "words": HOSTILE}),
]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    def shown(happened: str, facts: dict[str, Any], *, colour: bool = False) -> str:
        clock = FrozenClock(datetime(2026, 1, 1, 12, 0, 5, tzinfo=UTC))
        Terminal(clock, colour=colour).on_event(happened, facts)
        return capsys.readouterr().out

    return shown


@pytest.mark.parametrize("colour", [False, True])
@pytest.mark.parametrize(("happened", "facts"), EVENTS)
def test_a_line_stays_one_line(
    printed: Any, happened: str, facts: dict[str, Any], colour: bool
) -> None:
    shown = printed(happened, facts, colour=colour)
    assert r"\x1b]0;pwned\x07" in shown
    assert shown.count("\n") == 1
    assert_harmless(shown)


def test_a_traceback_keeps_its_lines_and_is_indented(printed: Any) -> None:
    shown = printed("server.faulted", {"operation": HOSTILE, "trace": f"Trace\n{HOSTILE}"})
    assert "failed\n  Trace\n  " in shown
    assert all(line.startswith("  ") for line in shown.split("\n")[1:-1])
    assert_no_controls(shown)


def test_legible_text_is_shown_as_it_is(printed: Any) -> None:
    assert f"GET    {FRIENDLY}" in printed("http.answered", {**ANSWERED, "path": FRIENDLY})


@pytest.mark.process
def test_serve_starts_without_rich() -> None:
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "stub_server", "serve", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    modules = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "stub_server.cli.options" in modules
    assert not modules & {"rich", "rich.console", "html", "httpx"}
