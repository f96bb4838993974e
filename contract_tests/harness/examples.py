"""Runs generated examples with hypothesis: silent, deterministic by seed, bounded in time."""

from __future__ import annotations

import functools
import time
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.errors import Flaky, Unsatisfiable
from hypothesis.stateful import rule as machine_rule

from contract_tests.harness.failures import CheckFailed
from contract_tests.harness.session import CheckSession

SHRUNK_TESTS = 5
"""Failing tests of a run whose examples are made shorter: of more, it says no more."""


class Examples:
    """The failures among the examples of one test, and until when they are made shorter."""

    def __init__(self, session: CheckSession) -> None:
        self.failures: list[CheckFailed] = []
        self._session = session
        self._budget = session.target.by_profile(fast=3, default=10, thorough=300)
        self._until = float("inf")

    def record(self, failure: CheckFailed) -> None:
        """Remember a failure; from the first on, the time runs."""
        if not self.failures:
            self._until = time.monotonic() + self._budget
        self.failures.append(failure)

    @property
    def is_over(self) -> bool:
        """Whether the time is up: further examples are to return at once."""
        return time.monotonic() > self._until

    def settings(self, count: int, steps: int = 50) -> settings:
        """Return hypothesis's settings for so many examples, each of so many steps at most.

        Nothing is stored or printed.
        """
        failed = {finding.test for finding in self._session.results.findings}
        shrink = (Phase.shrink,) if len(failed) < SHRUNK_TESTS else ()
        return settings(
            max_examples=count,
            deadline=None,
            database=None,
            print_blob=False,
            verbosity=Verbosity.quiet,
            phases=(Phase.generate, *shrink),
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
            stateful_step_count=steps,
        )

    def run(self, test: Callable[[], None]) -> None:
        """Run the examples; what is wrong with a response ends its example. CheckFailed: one is."""
        self._session.raise_failures = True
        try:
            test()
        except Unsatisfiable:
            return  # every request fits an operation that takes nothing
        except Flaky:
            if not self.failures:
                raise
            if self.is_over:  # the shortest example was not sent again
                raise self.failures[-1] from None
            first = self.failures[0]
            words = f"now and then: {first}"
            raise CheckFailed(words, *first.rules, evidence=first.evidence) from None
        finally:
            self._session.raise_failures = False


def step(**drawn: Any) -> Callable[[Callable[..., None]], Any]:
    """Decorate a step of a state machine that has `examples`.

    Its failure is recorded: the same steps may pass in a second run.
    """

    def decorate(action: Callable[..., None]) -> Any:
        @functools.wraps(action)
        def recorded(machine: Any, **values: Any) -> None:
            if machine.examples.is_over:
                return
            try:
                action(machine, **values)
            except CheckFailed as failure:
                machine.examples.record(failure)
                raise

        as_rule: Any = machine_rule(**drawn)
        return as_rule(recorded)

    return decorate
