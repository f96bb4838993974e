"""What a check reports: a failure of a rule with its evidence, or why there is no verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from contract_tests.harness.exchange import Exchange

UNKNOWN: Any = object()
"""Stands for a value that a check does not name."""


STATUS = "(status)"
"""Stands for the path of a member where the response's status is in question."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a rule wants and what came: the values, and where they stand.

    `member`: the path in the deciding response's JSON, `items.0.lineTotal` say, or `STATUS`; "": it
    is not known. `exchange`: the deciding one; None: the last one of the test.
    """

    expected: Any = UNKNOWN
    actual: Any = UNKNOWN
    member: str = ""
    exchange: Exchange | None = None

    @property
    def has_values(self) -> bool:
        """Whether expected and actual value are known."""
        return self.expected is not UNKNOWN and self.actual is not UNKNOWN

    def of(self, exchange: Exchange | None) -> Evidence:
        """Return the same, decided by this exchange unless it names one."""
        return self if self.exchange else replace(self, exchange=exchange)


NONE = Evidence()


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold, and why. `rule` "": the first rule of the test."""

    rule: str
    message: str
    evidence: Evidence = NONE


class CheckFailed(AssertionError):
    """Rules do not hold; without any, it is the first rule of the test."""

    def __init__(self, message: str, *rules: str, evidence: Evidence = NONE) -> None:
        super().__init__(message)
        self.rules = tuple(rule for rule in rules if rule)
        self.evidence = evidence

    @property
    def failures(self) -> list[Failure]:
        """A failure for each rule."""
        return [Failure(rule, str(self), self.evidence) for rule in self.rules or ("",)]


class NotReached(Exception):
    """A rule can't be checked here; the message says why."""


class RunStopped(Exception):
    """The run can't go on; the message says why."""


class TargetDown(RunStopped):
    """The backend stopped answering."""
