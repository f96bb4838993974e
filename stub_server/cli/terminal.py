"""What happens, in the terminal: one line for each exchange, written in batches."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import Any

import click

from stub_server.kit.clock import Clock

FLUSH_SECONDS = 0.05
"""Lines wait this long, so that a terminal never slows a request down."""


class Terminal:
    """A listener of the journal that writes to standard output."""

    def __init__(self, clock: Clock, *, colour: bool | None = None) -> None:
        self._clock = clock
        self._colour = sys.stdout.isatty() if colour is None else colour
        self._lines: list[str] = []
        self._waiting = False

    def hears(self, happened: str, facts: dict[str, Any]) -> None:
        """Write down what is worth a line; the rest passes."""
        line = self._line(happened, facts)
        if line is None:
            return
        self._lines.append(f"{self._grey(f'{self._clock.now():%H:%M:%S}')} {line}\n")
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
        text, self._lines = "".join(self._lines), []
        with contextlib.suppress(OSError):  # the terminal is gone: nobody is there to be told
            sys.stdout.write(text)
            sys.stdout.flush()

    def _line(self, happened: str, facts: dict[str, Any]) -> str | None:
        match happened:
            case "http.answered":
                return self._exchange(facts)
            case "stripe.request":
                return self._at_stripe(facts)
            case "stripe.webhook":
                return self._delivery(facts)
            case "order.made":
                return self._note(f"order {facts['number']} made ({facts['order']})")
            case "order.settled":
                return self._note(f"order {facts['order']} is {facts['status']}")
            case "mail.sent":
                return self._note(f"mail to {facts['to']}: read it with `shopstub outbox`")
            case "state.entered":
                return self._note(f"contract state {facts['name']}")
            case "document.broken":
                return self._red(f"       {facts['words']}")
            case "server.faulted":
                return self._red(f"       {facts['operation']} failed\n{facts['trace']}")
        return None

    def _exchange(self, facts: dict[str, Any]) -> str:
        status = facts["status"]
        colour = "green" if status < 400 else "yellow" if status < 500 else "red"
        line = (
            f"{facts['method']:<6} {plain(facts['path']):<44} {self._in(colour, str(status))} "
            f"{facts['seconds'] * 1000:6.1f} ms"
        )
        if facts["code"]:
            line += f"  {self._in(colour, facts['code'])} {self._grey(facts['rule'])}"
        return line

    def _at_stripe(self, facts: dict[str, Any]) -> str:
        line = f"stripe {facts['method']} {plain(facts['path'])} {facts['status']}"
        return self._grey(line)

    def _delivery(self, facts: dict[str, Any]) -> str:
        attempt = facts["attempt"]
        answer = attempt["status"] or attempt["error"]
        good = isinstance(answer, int) and answer < 300
        shown = self._in("green" if good else "red", str(answer))
        took = f"{attempt['seconds'] * 1000:6.1f} ms"
        hook, where = self._in("magenta", "hook"), self._grey(facts["url"])
        return f"{hook}   {facts['type']:<44} {shown} {took}  {where}"

    def _note(self, words: str) -> str:
        return self._in("cyan", f"       {words}")

    def _in(self, colour: str, text: str) -> str:
        return click.style(text, fg=colour) if self._colour else text

    def _grey(self, text: str) -> str:
        return click.style(text, dim=True) if self._colour else text

    def _red(self, text: str) -> str:
        return self._in("red", text)


def plain(text: str) -> str:
    """The text without what could move the terminal's cursor."""
    return text if text.isprintable() else ascii(text)[1:-1]
