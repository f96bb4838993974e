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
    """One mishap. `seconds`: how late, or how old the signature. `group`: how many are shuffled.

    `endpoint`: the id of the only one that it befalls; None: any.
    """

    kind: Kind
    seconds: float = 0
    group: int = 1
    endpoint: str | None = None


class Faults:
    """The mishaps to come: each of the next deliveries takes the first that is meant for it."""

    def __init__(self) -> None:
        self._coming: deque[Fault] = deque()

    def add(self, given: Mapping[str, Any]) -> int:
        """Plan `count` times `kind`, with `seconds`, for `endpoint`; how many are planned now.

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
        endpoint = given.get("endpoint")
        if endpoint is not None and not isinstance(endpoint, str):
            raise ValueError("endpoint must be the id of a webhook endpoint")
        self._coming.extend([Fault(cast("Kind", kind), seconds, count, endpoint)] * count)
        return len(self._coming)

    def next(self, endpoint: str) -> Fault | None:
        """The mishap of the next delivery to the endpoint, if any is planned."""
        for place, fault in enumerate(self._coming):
            if fault.endpoint in (None, endpoint):
                del self._coming[place]
                return fault
        return None

    def clear(self) -> None:
        """Let all go well from now on."""
        self._coming.clear()
