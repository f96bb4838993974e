"""The request log of `serve` and `stripe` in the terminal, written in batches."""

from __future__ import annotations

import asyncio
from typing import Any

from stub_server.cli import output
from stub_server.cli.output import Line, Styled
from stub_server.escaping import for_log
from stub_server.runtime.clock import Clock

FLUSH_SECONDS = 0.05
"""Delay of a batch, so that a terminal never slows a request down."""
LINE_BREAK = Styled("\n", keep_newlines=True)


class Terminal:
    """Subscriber of the event bus that writes to standard output."""

    def __init__(self, clock: Clock, *, colour: bool | None = None) -> None:
        self._clock = clock
        self._colour = output.wants_colour() if colour is None else colour
        self._lines: list[Line] = []
        self._is_scheduled = False

    def on_event(self, name: str, facts: dict[str, Any]) -> None:
        """Add a line for an event that has one."""
        line = format_event(name, facts)
        if line is None:
            return
        time = Styled(f"{self._clock.now():%H:%M:%S}", dim=True)
        self._lines.append((time, " ", *line))
        if self._is_scheduled:
            return
        try:
            asyncio.get_running_loop().call_later(FLUSH_SECONDS, self.flush)
            self._is_scheduled = True
        except RuntimeError:
            self.flush()

    def flush(self) -> None:
        """Write the batch."""
        self._is_scheduled = False
        lines, self._lines = self._lines, []
        output.write_lines(lines, colour=self._colour)


def format_event(name: str, facts: dict[str, Any]) -> Line | None:
    """Return the line of an event; None: it has none."""
    match name:
        case "http.answered":
            return _request(facts)
        case "stripe.request":
            text = f"stripe {facts['method']} {facts['path']} {facts['status']}"
            return (Styled(text, dim=True),)
        case "stripe.webhook":
            return _delivery(facts)
        case "order.made":
            return _info(f"order {facts['number']} made ({facts['order']})")
        case "order.settled":
            return _info(f"order {facts['order']} is {facts['status']}")
        case "mail.sent":
            return _info(f"mail to {facts['to']}: read it with `shopstub outbox`")
        case "state.entered":
            return _info(f"provider state {facts['name']}")
        case "pages.compiled":
            return _info(
                f"{facts['document']} is compiled and served: {facts['operations']} operations"
            )
        case "pages.problem":
            colour = "red" if facts["severity"] == "error" else "yellow"
            text = f"       {facts['place']}: {facts['message']}"
            return (Styled(text, fg=colour),)
        case "pages.refused":
            text = f"       {facts['folder']}: {facts['reason']} The contract before is served on."
            return (Styled(text, fg="red"),)
        case "document.broken":
            return (Styled(f"       {facts['words']}", fg="red"),)
        case "store.failed":
            return (Styled(f"       {facts['operation']}: {facts['words']}", fg="red"),)
        case "server.faulted":
            trace = Styled(
                for_log(facts["trace"], keep_newlines=True), fg="red", keep_newlines=True
            )
            return (Styled(f"       {facts['operation']} failed", fg="red"), LINE_BREAK, trace)
    return None


def _request(facts: dict[str, Any]) -> Line:
    status = facts["status"]
    colour = "green" if status < 400 else "yellow" if status < 500 else "red"
    error: Line = ()
    if facts["code"]:
        error = ("  ", Styled(facts["code"], fg=colour), " ", Styled(facts["rule"] or "", dim=True))
    return (
        f"{facts['method']:<6} {facts['path']:<44} ",
        Styled(status, fg=colour),
        f" {facts['seconds'] * 1000:6.1f} ms",
        *error,
    )


def _delivery(facts: dict[str, Any]) -> Line:
    attempt = facts["attempt"]
    outcome = attempt["status"] or attempt["error"]
    is_delivered = isinstance(outcome, int) and outcome < 300
    return (
        Styled("hook", fg="magenta"),
        f"   {facts['type']:<44} ",
        Styled(outcome, fg="green" if is_delivered else "red"),
        f" {attempt['seconds'] * 1000:6.1f} ms  ",
        Styled(facts["url"], dim=True),
    )


def _info(text: str) -> Line:
    return (Styled(f"       {text}", fg="cyan"),)
