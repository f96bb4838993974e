"""`python -m tests.examiner.zoo [FAULT …]`: every fault, and whether the examiner catches it.

`make zoo` runs them all. A fault is caught only if the rule that it breaks is reported broken.
"""

from __future__ import annotations

import fnmatch
import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.examiner import coarse
from tests.examiner.fault import Fault
from tests.examiner.faults import FAULTS
from tests.examiner.running import examined, running


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a fault. `by`: rules reported broken; `schema`: schemathesis's findings."""

    fault: str
    rule: str
    says: str
    caught: bool
    by: list[str]
    seconds: float
    words: str
    schema: list[str] | None = None


@click.command()
@click.argument("names", nargs=-1)
@click.option("--whole", is_flag=True, help="The whole suite each time, not the fault's rule only.")
@click.option("--fast", is_flag=True, help="The examiner's fast depth.")
@click.option("--jobs", default=2, help="So many at a time. Default: 2.")
@click.option("--schemathesis", "schema", is_flag=True, help="Also what schemathesis alone finds.")
@click.option("--only-schemathesis", is_flag=True, help="That alone.")
@click.option("--rest", is_flag=True, help="Only what that file does not have as caught.")
@click.option("--json", "kept", type=click.Path(path_type=Path), help="Add results to this file.")
def main(
    names: tuple[str, ...],
    whole: bool,
    fast: bool,
    jobs: int,
    schema: bool,
    only_schemathesis: bool,
    rest: bool,
    kept: Path | None,
) -> None:
    """Run the faults of these names (patterns; default: all)."""
    chosen = [
        fault
        for fault in FAULTS.values()
        if not names or any(fnmatch.fnmatch(fault.id, name) for name in names)
    ]
    if rest and kept and kept.exists():
        known = json.loads(kept.read_text("utf-8"))
        chosen = [it for it in chosen if not known.get(it.id, {}).get("caught")]
    flags = ["--fast"] if fast else []

    def one(fault: Fault) -> Seen:
        return _seen(
            fault,
            [*flags, *([] if whole else ["--only", fault.rule])],
            examiner=not only_schemathesis,
            schema=schema or only_schemathesis,
        )

    began = time.monotonic()
    seen = run(chosen, one, jobs, kept)
    _told(seen, time.monotonic() - began, schema or only_schemathesis)
    sys.exit(0 if only_schemathesis or all(it.caught for it in seen) else 1)


def run(
    chosen: list[Fault], one: Callable[[Fault], Seen], jobs: int, kept: Path | None
) -> list[Seen]:
    """What became of each, in order; a line for each that slips through, as it does."""
    done: dict[str, Seen] = {}

    def noted(fault: Fault) -> Seen:
        seen = done[fault.id] = one(fault)
        mark = "caught " if seen.caught else "SLIPPED"
        click.echo(
            f"{len(done):>4}/{len(chosen)} {mark} {seen.fault:<28} {seen.seconds:>4.0f} s "
            f"{seen.words[:90]}",
            err=True,
        )
        if kept:
            known = json.loads(kept.read_text("utf-8")) if kept.exists() else {}
            known.update({it.fault: asdict(it) for it in list(done.values())})
            kept.write_text(json.dumps(known, indent=1), "utf-8")
        return seen

    with ThreadPoolExecutor(jobs) as pool:
        return list(pool.map(noted, chosen))


def _seen(fault: Fault, flags: list[str], *, examiner: bool, schema: bool) -> Seen:
    began = time.monotonic()
    by: list[str] = []
    words, found = "", None
    try:
        if examiner:
            with running(fault.id) as wrong:
                result = examined(wrong, *flags)
                by = list(result.broken)
                last = result.said.strip().splitlines()[-1:] or [""]
                words = result.broken.get(fault.rule) or f"exit {result.code}: {last[0]}"
        seconds = time.monotonic() - began
        if schema:
            with running(fault.id) as wrong:
                found = coarse.findings(wrong)
    except RuntimeError as error:
        return Seen(fault.id, fault.rule, fault.says, False, [], 0, str(error)[-300:])
    return Seen(
        fault.id, fault.rule, fault.says, fault.rule in by, by, round(seconds, 1), words, found
    )


def _told(seen: list[Seen], seconds: float, schema: bool) -> None:
    table = Table(title="The zoo", header_style="bold", row_styles=["", "dim"])
    for name in ("Fault", "Says", "Rule", "Caught by", "s"):
        table.add_column(name, justify="right" if name == "s" else "left")
    if schema:
        table.add_column("schemathesis alone")
    for it in seen:
        rest = ", ".join(rule for rule in it.by if rule != it.rule)
        caught = f"[green]{it.rule}[/] {rest}" if it.caught else f"[bold red]slipped[/] {rest}"
        row = [it.fault, it.says, it.rule, caught, f"{it.seconds:.0f}"]
        if schema:
            row.append(", ".join(it.schema or ()) or "–")
        table.add_row(*row)
    console = Console()
    console.print(table)
    words = f"{sum(it.caught for it in seen)} of {len(seen)} caught"
    if schema:
        words += f"; schemathesis alone: {sum(bool(it.schema) for it in seen)}"
    console.print(f"{words}. {seconds:.0f} s.")


if __name__ == "__main__":
    main()
