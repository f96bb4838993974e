"""Progress in the terminal, as a pytest plugin: how far, and what broke so far."""

from __future__ import annotations

import pytest
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from contract_tests.ledger import Ledger
from contract_tests.output import Console, echo_text


class Progressing:
    """A bar on a terminal, nothing elsewhere; counts the tests that ran."""

    def __init__(self, console: Console, ledger: Ledger) -> None:
        self._ledger = ledger
        self.tests = 0
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("{task.fields[broken]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("Examining", total=None, broken="")

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """So many there are."""
        self._bar.update(self._task, total=len(session.items))
        self._bar.start()

    def pytest_runtest_logfinish(self) -> None:
        """One more is done."""
        self.tests += 1
        broken = len({finding.rule for finding in self._ledger.findings})
        words = f"[red]{broken} broken[/]" if broken else ""
        self._bar.update(self._task, advance=1, broken=words)

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Print it; pytest's own terminal, which would escape nothing, is off."""
        echo_text(str(excrepr))
        return True

    def pytest_sessionfinish(self) -> None:
        """That is all."""
        self._bar.stop()
