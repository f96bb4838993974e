"""`python -m tests.checker.equivalents.run [ID …]`: does the checker accept every equivalent?

`make equivalents` runs it: the whole check of each equivalent mutant must find nothing broken.
The id `unmodified` is the stub as it is; `unmodified:7` the same with the checker's seed 7.
"""

from __future__ import annotations

import sys
import time
from dataclasses import dataclass

import click

from tests.checker import page, results
from tests.checker.batch import run_batch
from tests.checker.equivalents.registry import CHECKER_OPTIONS, EQUIVALENTS
from tests.checker.mutants.mutant_server import UNMODIFIED
from tests.checker.processes import CheckFailed, CheckRun, run_checker, serve_mutant
from tests.checker.results import Result, ResultsFile

SEEDS = [f"{UNMODIFIED}:{seed}" for seed in range(1, 6)]
IDS = [*SEEDS, *EQUIVALENTS]


@dataclass(frozen=True, slots=True)
class Trial:
    """What the checker said of an equivalent mutant. `message`: its false alarms."""

    id: str
    result: Result
    message: str
    seconds: float

    def line(self) -> str:
        """Return the line that the command prints."""
        return f"{self.result.outcome:<11} {self.id:<28} {self.seconds:>4.0f} s  {self.message}"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("ids", nargs=-1)
@click.option("--fast", is_flag=True, help="Use the checker's fast profile.")
@click.option("--only-rule", is_flag=True, help="Check the rule at stake alone; write nothing.")
@click.option("--jobs", default=2, show_default=True, help="How many mutants at a time.")
@click.option("--check", is_flag=True, help="Compare with the recorded results; write nothing.")
def main(*, ids: tuple[str, ...], fast: bool, only_rule: bool, jobs: int, check: bool) -> None:
    """Check the equivalent mutants of these IDS (default: all) and record the results."""
    for name in ids:
        if name.partition(":")[0] not in {*EQUIVALENTS, UNMODIFIED}:
            raise click.UsageError(f"There is no equivalent mutant {name!r}.")
    writable = not (check or only_rule)
    file = ResultsFile(results.EQUIVALENTS, set(IDS), writable=writable)

    def try_mutant(name: str) -> Trial:
        trial = run_trial(name, fast=fast, only_rule=only_rule)
        if name in IDS and trial.result.outcome != "not run":
            file.add(name, trial.result)
        return trial

    start = time.monotonic()
    trials = run_batch(ids or IDS, try_mutant, Trial.line, jobs)
    if writable:
        page.write()
    passed = sum(trial.result.outcome == "passed" for trial in trials)
    click.echo(f"{passed} of {len(trials)} passed. {time.monotonic() - start:.0f} s.")
    stale = file.changed() if check else []
    for name in stale:
        click.echo(f"{name}: the recorded result is stale; run `make equivalents ARGS={name}`.")
    sys.exit(1 if stale or passed < len(trials) else 0)


def run_trial(name: str, *, fast: bool, only_rule: bool) -> Trial:
    """Serve one equivalent mutant and check it."""
    mutant_id, _, seed = name.partition(":")
    flags = [*(["--fast"] if fast else []), *(["--seed", seed] if seed else [])]
    flags += ["--strict"] if mutant_id == UNMODIFIED else []
    if only_rule and mutant_id in EQUIVALENTS:
        flags += ["--only", EQUIVALENTS[mutant_id].rule]
    start = time.monotonic()
    try:
        with serve_mutant(mutant_id) as backend:
            options = CHECKER_OPTIONS.get(mutant_id, ())
            run = run_checker(backend, *flags, *options, seconds=3_000)
    except CheckFailed as error:
        return Trial(name, Result(_rule_of(mutant_id)), str(error)[-300:], time.monotonic() - start)
    result = Result(
        rule=_rule_of(mutant_id),
        outcome="passed" if run.exit_code == 0 else "false alarm",
        profile="fast" if fast else "default",
        broken=tuple(sorted(run.broken)),
        date=results.today(),
    )
    return Trial(name, result, _message_of(run), run.seconds)


def _rule_of(mutant_id: str) -> str:
    return EQUIVALENTS[mutant_id].rule if mutant_id in EQUIVALENTS else ""


def _message_of(run: CheckRun) -> str:
    if run.exit_code == 0:
        return ""
    alarms = [f"{rule}: {finding.message}" for rule, finding in run.broken.items()]
    return "; ".join(alarms) or f"exit {run.exit_code}: {run.output[-300:]}"


if __name__ == "__main__":
    main()
