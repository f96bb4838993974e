"""Faults of deliveries: errors to be simulated with the next webhook deliveries."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

FaultType = Literal["late", "doubled", "shuffled", "tampered", "unsigned", "stale", "drop"]
FAULT_TYPES: tuple[str, ...] = get_args(FaultType)
DEFAULT_SECONDS: Mapping[str, float] = {"late": 5, "stale": 600}
"""Type of a fault → its default in seconds: delay of the delivery, or age of the signature."""

MAX_SECONDS = 366 * 24 * 3600
"""Seconds that a delivery is late, or its signature old, at most: a year."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault.

    `seconds`: delay of the delivery, or age of the signature. `group`: number of deliveries that
    are shuffled. `endpoint`: id of the only webhook endpoint that it applies to; None: any.
    """

    type: FaultType
    seconds: float = 0
    group: int = 1
    endpoint: str | None = None


class Faults:
    """The queue of planned faults: each delivery takes the first that applies to its endpoint."""

    def __init__(self) -> None:
        self._planned: deque[Fault] = deque()

    def add(self, params: Mapping[str, Any]) -> int:
        """Plan a fault and return the number of planned faults.

        `params`: `kind`, and optional `count` (1 to 1000), `seconds` (0 or more), `endpoint`.
        Raise ValueError if one of them is invalid.
        """
        fault_type, count = params.get("kind"), params.get("count", 1)
        seconds = params.get("seconds", DEFAULT_SECONDS.get(str(fault_type), 0))
        if fault_type not in FAULT_TYPES:
            raise ValueError(f"kind must be one of {', '.join(FAULT_TYPES)}")
        if not isinstance(count, int) or not 1 <= count <= 1000:
            raise ValueError("count must be an integer from 1 to 1000")
        if not isinstance(seconds, int | float) or not 0 <= seconds <= MAX_SECONDS:
            raise ValueError(f"seconds must be a number from 0 to {MAX_SECONDS}")
        endpoint = params.get("endpoint")
        if endpoint is not None and not isinstance(endpoint, str):
            raise ValueError("endpoint must be the id of a webhook endpoint")
        self._planned.extend(
            [Fault(cast("FaultType", fault_type), seconds, count, endpoint)] * count
        )
        return len(self._planned)

    def take(self, endpoint: str) -> Fault | None:
        """Remove and return the fault of the next delivery to the endpoint, if one is planned."""
        for position, fault in enumerate(self._planned):
            if fault.endpoint in (None, endpoint):
                del self._planned[position]
                return fault
        return None

    def clear(self) -> None:
        """Remove all planned faults."""
        self._planned.clear()
