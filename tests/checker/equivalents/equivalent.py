"""An equivalent mutant: the stub with a harmless difference, which the checker must accept."""

from __future__ import annotations

from collections.abc import Callable

from tests.checker.mutants.mutant import Mutant


def equivalent(name: str, rule: str, description: str, apply: Callable[[], None]) -> Mutant:
    """Return an equivalent mutant. `rule`: the one that a hasty checker would call broken."""
    return Mutant(f"equivalent-{name}", rule, description, apply)
