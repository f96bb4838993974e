"""Mishaps on the way: what is to go wrong with the next deliveries."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

Kind = Literal["late", "doubled", "shuffled", "tampered", "unsigned", "stale", "drop"]
KINDS: tuple[str, ...] = get_args(Kind)
SECONDS: Mapping[str, float] = {"late": 5, "stale": 600}
"""How long, unless said: a delivery is late, a signature is old."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mishap. `seconds`: how late, or how old the signature. `group`: how many are shuffled."""

    kind: Kind
    seconds: float = 0
    group: int = 1


class Faults:
    """The mishaps to come: each of the next deliveries takes one."""

    def __init__(self) -> None:
        self._coming: deque[Fault] = deque()

    def add(self, given: Mapping[str, Any]) -> int:
        """Plan `count` times `kind`, with `seconds`; how many are planned now.

        ValueError: no such kind, or a number that makes no sense.
        """
        kind, count = given.get("kind"), given.get("count", 1)
        seconds = given.get("seconds", SECONDS.get(str(kind), 0))
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")
        if not isinstance(count, int) or not 1 <= count <= 1000:
            raise ValueError("count must be an integer from 1 to 1000")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise ValueError("seconds must be a number, 0 or more")
        self._coming.extend([Fault(cast("Kind", kind), seconds, count)] * count)
        return len(self._coming)

    def next(self) -> Fault | None:
        """The mishap of the next delivery, if any is planned."""
        return self._coming.popleft() if self._coming else None

    def clear(self) -> None:
        """Let all go well from now on."""
        self._coming.clear()
