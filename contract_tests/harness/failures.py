"""What a check reports: a failure of a rule, or why there is no verdict."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Failure:
    """A rule that does not hold, and why. `rule` "": the first rule of the test."""

    rule: str
    message: str


class CheckFailed(AssertionError):
    """Rules do not hold; without any, it is the first rule of the test."""

    def __init__(self, message: str, *rules: str) -> None:
        super().__init__(message)
        self.rules = tuple(rule for rule in rules if rule)

    @property
    def failures(self) -> list[Failure]:
        """A failure for each rule."""
        return [Failure(rule, str(self)) for rule in self.rules or ("",)]


class NotReached(Exception):
    """A rule can't be checked here; the message says why."""


class RunStopped(Exception):
    """The run can't go on; the message says why."""


class TargetDown(RunStopped):
    """The backend stopped answering."""
