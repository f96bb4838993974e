"""`python -m tests.checker.mutants.run [PATTERN …]`: does the checker kill every mutant?

`make mutants` runs it. A mutant is killed only if the rule that it breaks is reported as broken.
"""

from __future__ import annotations

import fnmatch
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import click

from tests.checker import page, results
from tests.checker.batch import run_batch
from tests.checker.mutants import schemathesis_baseline
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.registry import FAMILIES, MUTANTS
from tests.checker.problems import find_problems
from tests.checker.processes import CheckFailed, run_checker, serve_mutant
from tests.checker.results import Result, ResultsFile, Schemathesis, mutant_result

FINISHED = (0, 1, 3)
"""Exit codes of a checker that ran to its end: passed, broken, not reached with `--strict`."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What happened to a mutant in this run. `message`: the finding, or why there is none."""

    mutant: Mutant
    result: Result
    message: str
    seconds: float
    failed: bool = False

    def line(self) -> str:
        """Return the line that the command prints."""
        outcome = "failed" if self.failed else self.result.outcome
        text = f"{outcome:<9} {self.mutant.id:<28} {self.mutant.rule:<9} {self.seconds:>4.0f} s"
        if self.result.schemathesis:
            found = ", ".join(self.result.schemathesis.findings)[:90] or "nothing"
            return f"{text}  schemathesis: {found}"
        return f"{text}  {self.message[:90]}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What to try with each mutant. `effort`: of schemathesis, if it is to run."""

    profile: str
    seed: str
    all_rules: bool
    effort: str | None
    with_checker: bool

    def run(self, mutant: Mutant) -> Trial:
        """Serve the mutant and try it."""
        start = time.monotonic()
        result, message, failed = Result(mutant.rule), "", False
        try:
            if self.with_checker:
                result, message = self._check(mutant)
            if self.effort:
                with serve_mutant(mutant.id) as backend:
                    findings = schemathesis_baseline.extra_findings(backend, self.effort)
                result = replace(result, schemathesis=Schemathesis(self.effort, findings))
        except CheckFailed as error:
            message, failed = str(error)[-300:], True
        return Trial(mutant, result, message, time.monotonic() - start, failed)

    def _check(self, mutant: Mutant) -> tuple[Result, str]:
        flags = ["--seed", self.seed, *(["--fast"] if self.profile == "fast" else [])]
        flags += [] if self.all_rules else ["--only", mutant.rule]
        with serve_mutant(mutant.id) as backend:
            run = run_checker(backend, *flags)
        result = mutant_result(mutant.rule, self.profile, run.broken)
        if result.outcome == "killed":
            return result, run.broken[mutant.rule].message
        last = (run.output.strip().splitlines() or [""])[-1]
        if run.exit_code not in FINISHED:
            raise CheckFailed(f"the checker ended with {run.exit_code}: {last}")
        return result, last


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("patterns", nargs=-1)
@click.option("--family", "families", multiple=True, type=click.Choice(list(FAMILIES)))
@click.option("--only-survivors", is_flag=True, help="Only those that no recorded run killed.")
@click.option("--fast", is_flag=True, help="Use the checker's fast profile.")
@click.option("--all-rules", is_flag=True, help="Check every rule, not the broken one alone.")
@click.option("--seed", default="1", show_default=True, help="Seed of the checker.")
@click.option("--jobs", default=2, show_default=True, help="How many mutants at a time.")
@click.option(
    "--schemathesis",
    "effort",
    type=click.Choice(list(schemathesis_baseline.EFFORTS)),
    help="Also run schemathesis alone, with this effort.",
)
@click.option("--only-schemathesis", is_flag=True, help="Run schemathesis, not the checker.")
@click.option("--check", is_flag=True, help="Compare with the recorded results; write nothing.")
def main(
    *,
    patterns: tuple[str, ...],
    families: tuple[str, ...],
    only_survivors: bool,
    fast: bool,
    all_rules: bool,
    seed: str,
    jobs: int,
    effort: str | None,
    only_schemathesis: bool,
    check: bool,
) -> None:
    """Run the mutants whose ids match a PATTERN (default: all) and record the results."""
    file = ResultsFile(results.MUTANTS, set(MUTANTS), writable=not check)
    chosen = [
        mutant
        for mutant in select(patterns, families)
        if not only_survivors or not results.is_killed(file.known.get(mutant.id))
    ]
    effort = effort or ("full" if only_schemathesis else None)
    if effort:
        schemathesis_baseline.unmodified_findings(effort)
    profile = "fast" if fast else "default"
    plan = Plan(profile, seed, all_rules, effort, with_checker=not only_schemathesis)

    def try_mutant(mutant: Mutant) -> Trial:
        trial = plan.run(mutant)
        if not trial.failed:
            file.add(mutant.id, trial.result)
        return trial

    start = time.monotonic()
    trials = run_batch(chosen, try_mutant, Trial.line, jobs)
    if not check:
        page.write()
    errors = {trial.mutant.id: trial.message if trial.failed else "" for trial in trials}
    problems = list(find_problems(file, errors, "make mutants", check=check))
    killed = sum(results.is_killed(file.current.get(trial.mutant.id)) for trial in trials)
    click.echo(f"{killed} of {len(trials)} mutants killed. {time.monotonic() - start:.0f} s.")
    for problem in problems:
        click.echo(problem)
    sys.exit(1 if problems else 0)


def select(patterns: Sequence[str], families: Sequence[str]) -> list[Mutant]:
    """Return the mutants of these families (default: all) whose ids match a pattern.

    UsageError: a pattern matches none.
    """
    pool = [
        mutant
        for name, members in FAMILIES.items()
        if not families or name in families
        for mutant in members
    ]
    for pattern in patterns:
        if not fnmatch.filter([mutant.id for mutant in pool], pattern):
            raise click.UsageError(f"No mutant matches {pattern!r}. See docs/mutants.md.")
    return [
        mutant
        for mutant in pool
        if not patterns or any(fnmatch.fnmatch(mutant.id, pattern) for pattern in patterns)
    ]


if __name__ == "__main__":
    main()
