"""The types of events, for subscriptions and filters."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from stub_server.stripe_sim.spec.api import enum_words

WILDCARD = "*"


@cache
def event_types() -> tuple[str, ...]:
    """Return all of Stripe's types in their order; the simulator sends some of them."""
    words = enum_words("POST webhook_endpoints", "enabled_events")
    return tuple(word for word in words if word != WILDCARD)


def list_matching(pattern: str) -> list[str]:
    """Return the types that match: one for `charge.refunded`, several for `charge.*`."""
    if "*" not in pattern:
        return [pattern]
    return [name for name in event_types() if fnmatchcase(name, pattern)]
