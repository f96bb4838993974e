"""`python -m tests.examiner.zoo [FAULT …]`: every fault, and whether the examiner catches it.

`make zoo` runs them all. A fault is caught only if the rule that it breaks is reported broken.
"""

from __future__ import annotations

import fnmatch
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.examiner import coarse, results
from tests.examiner.fault import Fault
from tests.examiner.faults import FAULTS
from tests.examiner.results import Seen
from tests.examiner.running import examined, running


@click.command()
@click.argument("names", nargs=-1)
@click.option("--whole", is_flag=True, help="The whole suite each time, not the fault's rule only.")
@click.option("--fast", is_flag=True, help="The examiner's fast depth.")
@click.option("--seed", default="1", help="The examiner's. Default: 1.")
@click.option("--jobs", default=2, help="So many at a time. Default: 2.")
@click.option(
    "--schemathesis",
    "effort",
    type=click.Choice(list(coarse.EFFORTS)),
    help="Also what schemathesis alone finds, with this effort.",
)
@click.option("--only-schemathesis", "alone", is_flag=True, help="That alone.")
@click.option("--rest", is_flag=True, help="Only what that file does not have as caught.")
@click.option("--json", "kept", type=click.Path(path_type=Path), help="Add results to this file.")
def main(
    names: tuple[str, ...],
    whole: bool,
    fast: bool,
    seed: str,
    jobs: int,
    effort: str | None,
    alone: bool,
    rest: bool,
    kept: Path | None,
) -> None:
    """Run the faults of these names (patterns; default: all)."""
    effort = effort or ("whole" if alone else None)
    chosen = [
        fault
        for fault in FAULTS.values()
        if not names or any(fnmatch.fnmatch(fault.id, name) for name in names)
    ]
    if rest and kept:
        known = results.read(kept)
        chosen = [it for it in chosen if not _is_done(known.get(it.id), effort if alone else None)]
    flags = ["--seed", seed, *(["--fast"] if fast else [])]
    if effort:
        coarse.usual(effort)

    def one(fault: Fault) -> Seen:
        seen = Seen(fault.id, fault.rule, fault.says)
        if not alone:
            only = [] if whole else ["--only", fault.rule]
            seen = _examined(seen, "fast" if fast else "default", [*flags, *only])
        return _coarsely(seen, effort) if effort else seen

    began = time.monotonic()
    seen = run(chosen, one, jobs, kept)
    _told(seen, time.monotonic() - began, coarsely=bool(effort))
    sys.exit(0 if alone or all(it.caught for it in seen) else 1)


def run(
    chosen: Sequence[Fault], one: Callable[[Fault], Seen], jobs: int, kept: Path | None
) -> list[Seen]:
    """What became of each, in order; a line for each as it is over, and its place in the file."""
    count = 0

    def noted(fault: Fault) -> Seen:
        nonlocal count
        seen = one(fault)
        count += 1
        click.echo(f"{count:>4}/{len(chosen)} {_line(seen)}", err=True)
        return results.add(kept, seen) if kept else seen

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(noted, chosen))


def _is_done(known: Seen | None, effort: str | None) -> bool:
    if known is None:
        return False
    return known.effort == effort if effort else bool(known.caught)


def _examined(seen: Seen, depth: str, flags: list[str]) -> Seen:
    began = time.monotonic()
    try:
        with running(seen.fault) as wrong:
            result = examined(wrong, *flags)
    except RuntimeError as error:
        return replace(seen, caught=False, by=[], seconds=0.0, depth=depth, words=str(error)[-300:])
    last = result.said.strip().splitlines()[-1:] or [""]
    return replace(
        seen,
        caught=seen.rule in result.broken,
        by=list(result.broken),
        seconds=round(time.monotonic() - began, 1),
        depth=depth,
        words=result.broken.get(seen.rule) or f"exit {result.code}: {last[0]}",
    )


def _coarsely(seen: Seen, effort: str) -> Seen:
    try:
        with running(seen.fault) as wrong:
            return replace(seen, schema=coarse.beyond(wrong, effort), effort=effort)
    except RuntimeError as error:
        click.echo(f"{seen.fault}: {error}", err=True)
        return seen


def _line(seen: Seen) -> str:
    marks = {True: "caught ", False: "SLIPPED", None: ""}
    words = [f"{marks[seen.caught]} {seen.fault:<28}"]
    if seen.caught is not None:
        words.append(f"{seen.seconds or 0:>4.0f} s {(seen.words or '')[:90]}")
    if seen.schema is not None:
        words.append(f"| schemathesis: {', '.join(seen.schema)[:90] or 'nothing'}")
    return " ".join(words)


def _told(seen: list[Seen], seconds: float, *, coarsely: bool) -> None:
    table = Table(title="The zoo", header_style="bold", row_styles=["", "dim"])
    for name in ("Fault", "Says", "Rule", "Caught by", "s"):
        table.add_column(name, justify="right" if name == "s" else "left")
    if coarsely:
        table.add_column("schemathesis alone")
    for it in seen:
        rest = ", ".join(rule for rule in it.by or () if rule != it.rule)
        caught = f"[green]{it.rule}[/] {rest}" if it.caught else f"[bold red]slipped[/] {rest}"
        if it.caught is None:
            caught = ""
        row = [it.fault, it.says, it.rule, caught, f"{it.seconds or 0:.0f}"]
        if coarsely:
            row.append(", ".join(it.schema or ()) or "–")
        table.add_row(*row)
    console = Console()
    console.print(table)
    words = f"{sum(bool(it.caught) for it in seen)} of {len(seen)} caught"
    if coarsely:
        words += f"; schemathesis alone: {sum(bool(it.schema) for it in seen)}"
    console.print(f"{words}. {seconds:.0f} s.")


if __name__ == "__main__":
    main()
