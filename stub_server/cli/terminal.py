"""What happens, in the terminal: one line for each exchange, written in batches."""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from stub_server.cli import output
from stub_server.cli.output import Line, Styled
from stub_server.escaping import for_log
from stub_server.runtime.clock import Clock

FLUSH_SECONDS = 0.05
"""Lines wait this long, so that a terminal never slows a request down."""
LINE_BREAK = Styled("\n", keep_newlines=True)


class Terminal:
    """A listener of the event bus that writes to standard output."""

    def __init__(self, clock: Clock, *, colour: bool | None = None) -> None:
        self._clock = clock
        self._colour = sys.stdout.isatty() if colour is None else colour
        self._lines: list[Line] = []
        self._waiting = False

    def hears(self, happened: str, facts: dict[str, Any]) -> None:
        """Write down what is worth a line; the rest passes."""
        line = line_of(happened, facts)
        if line is None:
            return
        time = Styled(f"{self._clock.now():%H:%M:%S}", dim=True)
        self._lines.append((time, " ", *line))
        if self._waiting:
            return
        try:
            asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)
            self._waiting = True
        except RuntimeError:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        self._waiting = False
        lines, self._lines = self._lines, []
        output.write_lines(lines, colour=self._colour)


def line_of(happened: str, facts: dict[str, Any]) -> Line | None:
    """The line for what happened; None: it is worth none."""
    match happened:
        case "http.answered":
            return _exchange(facts)
        case "stripe.request":
            words = f"stripe {facts['method']} {facts['path']} {facts['status']}"
            return (Styled(words, dim=True),)
        case "stripe.webhook":
            return _delivery(facts)
        case "order.made":
            return _note(f"order {facts['number']} made ({facts['order']})")
        case "order.settled":
            return _note(f"order {facts['order']} is {facts['status']}")
        case "mail.sent":
            return _note(f"mail to {facts['to']}: read it with `shopstub outbox`")
        case "state.entered":
            return _note(f"contract state {facts['name']}")
        case "document.broken":
            return (Styled(f"       {facts['words']}", fg="red"),)
        case "server.faulted":
            trace = Styled(
                for_log(facts["trace"], keep_newlines=True), fg="red", keep_newlines=True
            )
            return (Styled(f"       {facts['operation']} failed", fg="red"), LINE_BREAK, trace)
    return None


def _exchange(facts: dict[str, Any]) -> Line:
    status = facts["status"]
    colour = "green" if status < 400 else "yellow" if status < 500 else "red"
    error: Line = ()
    if facts["code"]:
        error = ("  ", Styled(facts["code"], fg=colour), " ", Styled(facts["rule"], dim=True))
    return (
        f"{facts['method']:<6} {facts['path']:<44} ",
        Styled(status, fg=colour),
        f" {facts['seconds'] * 1000:6.1f} ms",
        *error,
    )


def _delivery(facts: dict[str, Any]) -> Line:
    attempt = facts["attempt"]
    answer = attempt["status"] or attempt["error"]
    good = isinstance(answer, int) and answer < 300
    return (
        Styled("hook", fg="magenta"),
        f"   {facts['type']:<44} ",
        Styled(answer, fg="green" if good else "red"),
        f" {attempt['seconds'] * 1000:6.1f} ms  ",
        Styled(facts["url"], dim=True),
    )


def _note(words: str) -> Line:
    return (Styled(f"       {words}", fg="cyan"),)
