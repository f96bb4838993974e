"""Progress in the terminal, as a pytest plugin: how many tests ran, and what broke so far."""

from __future__ import annotations

import pytest
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from contract_tests.harness.output import Console, echo_text
from contract_tests.harness.results import Results


class ProgressBar:
    """A bar on a terminal, nothing elsewhere; counts the tests that ran."""

    def __init__(self, console: Console, results: Results) -> None:
        self._results = results
        self.tests = 0
        self.collection_error = ""
        """Why a test file could not be imported."""
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
        self._task = self._bar.add_task("Checking", total=None, broken="")

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Remember the first test file that can't be imported."""
        if report.failed and not self.collection_error:
            lines = str(report.longrepr).strip().splitlines()
            self.collection_error = f"{report.nodeid} can't be imported: {lines[-1].lstrip('E ')}"

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Show the bar, with the number of tests."""
        self._bar.update(self._task, total=len(session.items))
        self._bar.start()

    def pytest_runtest_logfinish(self) -> None:
        """Count a test."""
        self.tests += 1
        broken = len({finding.rule for finding in self._results.findings})
        words = f"[red]{broken} broken[/]" if broken else ""
        self._bar.update(self._task, advance=1, broken=words)

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Print it; pytest's own terminal, which would escape nothing, is off."""
        echo_text(str(excrepr))
        return True

    def pytest_sessionfinish(self) -> None:
        """Remove the bar."""
        self._bar.stop()
