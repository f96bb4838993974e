"""Run one job a mutant, some at a time, and show the progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from stub_server.escaping import for_terminal

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")
Report = Callable[[str], None]


def run_batch(
    items: Sequence[Item],
    run: Callable[[Item], Outcome],
    line_of: Callable[[Outcome], str],
    jobs: int,
) -> list[Outcome]:
    """Run every item, `jobs` at a time, and print a line as each ends; return in order.

    In a terminal a progress bar stands below the lines.
    """
    show_progress = _lines_above_bar if sys.stdout.isatty() else _plain_lines
    with show_progress(len(items)) as report, ThreadPoolExecutor(max(1, jobs)) as pool:

        def run_and_report(item: Item) -> Outcome:
            outcome = run(item)
            report(line_of(outcome))
            return outcome

        return list(pool.map(run_and_report, items))


@contextmanager
def _plain_lines(total: int) -> Iterator[Report]:
    """Print numbered lines."""
    lock = Lock()
    count = 0

    def report(line: str) -> None:
        nonlocal count
        with lock:
            count += 1
            click.echo(f"{count:>4}/{total} {for_terminal(line)}")
            sys.stdout.flush()

    yield report


@contextmanager
def _lines_above_bar(total: int) -> Iterator[Report]:
    """Print lines above a progress bar."""
    columns = (TextColumn("mutants"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console()) as progress:
        task = progress.add_task("mutants", total=total)

        def report(line: str) -> None:
            progress.console.print(Text(for_terminal(line)), soft_wrap=True)
            progress.advance(task)

        yield report
