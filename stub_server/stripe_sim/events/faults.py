"""Mishaps on the way: what is to go wrong with the next deliveries."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

FaultType = Literal["late", "doubled", "shuffled", "tampered", "unsigned", "stale", "drop"]
FAULT_TYPES: tuple[str, ...] = get_args(FaultType)
DEFAULT_SECONDS: Mapping[str, float] = {"late": 5, "stale": 600}
"""How long, unless said: a delivery is late, a signature is old."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One mishap. `seconds`: how late, or how old the signature. `group`: how many are shuffled.

    `endpoint`: the id of the only one that it befalls; None: any.
    """

    type: FaultType
    seconds: float = 0
    group: int = 1
    endpoint: str | None = None


class Faults:
    """The mishaps to come: each of the next deliveries takes the first that is meant for it."""

    def __init__(self) -> None:
        self._planned: deque[Fault] = deque()

    def add(self, params: Mapping[str, Any]) -> int:
        """Plan `count` times `kind`, with `seconds`, for `endpoint`; how many are planned now.

        ValueError: no such kind, or a number that makes no sense.
        """
        fault_type, count = params.get("kind"), params.get("count", 1)
        seconds = params.get("seconds", DEFAULT_SECONDS.get(str(fault_type), 0))
        if fault_type not in FAULT_TYPES:
            raise ValueError(f"kind must be one of {', '.join(FAULT_TYPES)}")
        if not isinstance(count, int) or not 1 <= count <= 1000:
            raise ValueError("count must be an integer from 1 to 1000")
        if not isinstance(seconds, int | float) or seconds < 0:
            raise ValueError("seconds must be a number, 0 or more")
        endpoint = params.get("endpoint")
        if endpoint is not None and not isinstance(endpoint, str):
            raise ValueError("endpoint must be the id of a webhook endpoint")
        self._planned.extend(
            [Fault(cast("FaultType", fault_type), seconds, count, endpoint)] * count
        )
        return len(self._planned)

    def next(self, endpoint: str) -> Fault | None:
        """The mishap of the next delivery to the endpoint, if any is planned."""
        for position, fault in enumerate(self._planned):
            if fault.endpoint in (None, endpoint):
                del self._planned[position]
                return fault
        return None

    def clear(self) -> None:
        """Let all go well from now on."""
        self._planned.clear()
