"""A mutant: the stub with one planted mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mutant:
    """One planted mistake.

    `rule`: the rule that it breaks; it counts as killed only if the checker reports that rule as
    broken. `description`: the mistake, as its developer would describe it. `apply`: plants it in
    the running process.
    """

    id: str
    rule: str
    description: str
    apply: Callable[[], None]
