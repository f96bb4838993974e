"""The format of the records in the simulator's store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
"""A JSON object; as stored it has the private member `_`, as sent to a caller it has not."""

PRIVATE = "_"
"""The member for the simulator's own data, which no response contains; it has `account`."""

IDEMPOTENCY = "answers"
"""The table of stored responses by idempotency key."""

DELIVERIES = "deliveries"
"""The table of webhook deliveries."""


def public(record: Mapping[str, Any]) -> Json:
    """Return a copy of the object without its private member."""
    shown = dict(record)
    shown.pop(PRIVATE, None)
    return shown
