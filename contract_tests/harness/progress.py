"""Progress, as a pytest plugin: how many tests ran, what broke so far, how long it will take."""

from __future__ import annotations

import time

import pytest
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from contract_tests.harness.output import Console, echo, echo_text
from contract_tests.harness.results import Results

FIRST, INTERVAL = 5.0, 10.0
"""Seconds until the first line of progress where there is no terminal, and between lines."""


class ProgressBar:
    """A bar on a terminal, a line on standard error now and then elsewhere; counts the tests."""

    def __init__(self, console: Console, results: Results) -> None:
        self._results = results
        self.tests = 0
        self._total = 0
        self._began = self._told = time.monotonic()
        self._has_terminal = console.is_terminal
        self.collection_error = ""
        """Why a test file could not be imported."""
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(30),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left:"),
            TimeRemainingColumn(),
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
        self._total = len(session.items)
        self._began = time.monotonic()
        self._told = self._began + FIRST - INTERVAL
        self._bar.update(self._task, total=self._total)
        self._bar.start()

    def pytest_runtest_logfinish(self) -> None:
        """Count a test."""
        self.tests += 1
        broken = len({finding.rule for finding in self._results.findings})
        words = f"[red]{broken} broken[/]" if broken else ""
        self._bar.update(self._task, advance=1, broken=words)
        now = time.monotonic()
        if not self._has_terminal and now - self._told >= INTERVAL:
            self._told = now
            line = progress_line(self.tests, self._total, now - self._began, broken)
            echo(line, err=True)

    def pytest_internalerror(self, excrepr: object) -> bool:
        """Print it; pytest's own terminal, which would escape nothing, is off."""
        echo_text(str(excrepr))
        return True

    def pytest_sessionfinish(self) -> None:
        """Remove the bar."""
        self._bar.stop()


def progress_line(tests: int, total: int, seconds: float, broken: int) -> str:
    """Return how far the run is after so many seconds, with an estimate of the rest."""
    left = seconds / tests * (total - tests)
    words = f"{tests} of {total} tests in {seconds:.0f} s, about {left:.0f} s left"
    return f"{words}, {broken} rules broken so far" if broken else words
