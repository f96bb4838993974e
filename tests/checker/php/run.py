"""`python -m tests.checker.php.run [ID …]`: does the checker kill every mutant of the PHP backend?

`make php-mutants` runs it.
"""

from __future__ import annotations

import queue
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from tests.checker import page, results
from tests.checker.batch import run_batch
from tests.checker.check_report import broken_rules
from tests.checker.php import processes
from tests.checker.php.mutant import PhpMutant
from tests.checker.php.registry import MUTANTS
from tests.checker.problems import find_problems
from tests.checker.processes import free_ports
from tests.checker.results import Result, ResultsFile, mutant_result


@dataclass(frozen=True, slots=True)
class Trial:
    """What happened to a mutant in this run. `message`: a finding, or why there is none."""

    mutant: PhpMutant
    result: Result
    message: str
    seconds: float

    def line(self) -> str:
        """Return the line that the command prints."""
        name = f"{self.mutant.id:<30} {self.mutant.rule:<10}"
        return f"{self.result.outcome:<9} {name} {self.seconds:>4.0f} s  {self.message[:90]}"


class Slot:
    """A port and its simulator, for one mutant after another."""

    def __init__(self, dsn: str, folder: Path, port: int, stripe: str) -> None:
        self._dsn = dsn
        self._folder = folder
        self._port = port
        self._stripe = stripe

    def run(self, mutant: PhpMutant, *options: str) -> Trial:
        """Build the mutant and check it. `options`: of the checker."""
        start = time.monotonic()
        code = mutant.build(processes.BACKEND, self._folder)
        dsn = f"{self._dsn};dbname={mutant.id.replace('-', '_')}"
        log = self._folder / f"{mutant.id}.log"
        path = self._folder / f"{mutant.id}.json"
        try:
            with processes.run_backend(code, dsn, self._stripe, self._port, log) as url:
                report = processes.run_checker(url, self._stripe, path, *options)
        except processes.StartFailed as error:
            return Trial(mutant, Result(mutant.rule), str(error), time.monotonic() - start)
        broken = broken_rules(report)
        profile = "fast" if "--fast" in options else "default"
        finding = broken.get(mutant.rule) or next(iter(broken.values()), None)
        result = mutant_result(mutant.rule, profile, broken)
        message = finding.message if finding else "no rule is broken"
        return Trial(mutant, result, message, time.monotonic() - start)


@contextmanager
def open_slot(dsn: str, folder: Path) -> Iterator[Slot]:
    """Start a simulator for a free port and yield both as a slot."""
    (port,) = free_ports(1)
    with processes.run_stripe(port, folder / f"stripe-{port}.log") as stripe:
        yield Slot(dsn, folder, port, stripe)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("ids", nargs=-1)
@click.option("--all-rules", is_flag=True, help="Check every rule, not the broken one alone.")
@click.option("--fast", is_flag=True, help="Use the checker's fast profile.")
@click.option("--only-survivors", is_flag=True, help="Only those that no recorded run killed.")
@click.option("--jobs", default=2, show_default=True, help="How many mutants at a time.")
@click.option("--seed", default="1", show_default=True, help="Seed of the checker.")
@click.option("--check", is_flag=True, help="Compare with the recorded results; write nothing.")
def main(
    *,
    ids: tuple[str, ...],
    all_rules: bool,
    fast: bool,
    only_survivors: bool,
    jobs: int,
    seed: str,
    check: bool,
) -> None:
    """Run the mutants of these IDS (default: all) and record the results."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # end the child processes, too
    for name in ids:
        if name not in MUTANTS:
            raise click.UsageError(f"There is no mutant {name!r}. See docs/mutants.md.")
    file = ResultsFile(results.PHP_MUTANTS, set(MUTANTS), writable=not check)
    chosen = [MUTANTS[name] for name in ids or MUTANTS]
    if only_survivors:
        chosen = [mutant for mutant in chosen if not results.is_killed(file.known.get(mutant.id))]
    options = ["--seed", seed, *(["--fast"] if fast else [])]
    trials = run_all(chosen, file, options, jobs, all_rules=all_rules)
    if not check:
        page.write()
    errors = {
        trial.mutant.id: trial.message if trial.result.outcome == "not run" else ""
        for trial in trials
    }
    problems = list(find_problems(file, errors, "make php-mutants", check=check))
    killed = sum(results.is_killed(trial.result) for trial in trials)
    click.echo(f"{killed} of {len(trials)} mutants killed.")
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)


def run_all(
    chosen: Sequence[PhpMutant],
    file: ResultsFile,
    options: Sequence[str],
    jobs: int,
    *,
    all_rules: bool,
) -> list[Trial]:
    """Check the mutants, `jobs` at a time, and add the results to the file."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="php-mutants-")))
        dsn = stack.enter_context(processes.run_database())
        slots: queue.Queue[Slot] = queue.Queue()
        for _ in range(min(jobs, len(chosen))):
            slots.put(stack.enter_context(open_slot(dsn, folder)))

        def run_mutant(mutant: PhpMutant) -> Trial:
            slot = slots.get()
            try:
                trial = slot.run(mutant, *options, *([] if all_rules else ["--only", mutant.rule]))
            finally:
                slots.put(slot)
            if trial.result.outcome != "not run":
                file.add(mutant.id, trial.result)
            return trial

        return run_batch(chosen, run_mutant, Trial.line, jobs)


if __name__ == "__main__":
    main()
