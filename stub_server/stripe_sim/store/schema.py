"""What every record of the simulator's store has in common."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
"""A JSON object: as it goes over the wire, and, with the private member `_`, as it is stored."""

PRIVATE = "_"
"""What the simulator keeps with an object and shows nobody; `account` is always in it."""

IDEMPOTENCY = "answers"
"""The table of stored responses by idempotency key."""

DELIVERIES = "deliveries"
"""The table of webhook deliveries."""


def public(record: Mapping[str, Any]) -> Json:
    """The object without what is private."""
    shown = dict(record)
    shown.pop(PRIVATE, None)
    return shown
