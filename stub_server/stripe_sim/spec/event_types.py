"""The types of events that there are: to subscribe to, and to look for."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from stub_server.stripe_sim.spec.api import enum_words

WILDCARD = "*"


@cache
def event_types() -> tuple[str, ...]:
    """Every type that Stripe has, in its order; the simulator sends some of them."""
    words = enum_words("POST webhook_endpoints", "enabled_events")
    return tuple(word for word in words if word != WILDCARD)


def list_matching(pattern: str) -> list[str]:
    """The types that are meant: `charge.refunded` is one, `charge.*` are several."""
    if "*" not in pattern:
        return [pattern]
    return [name for name in event_types() if fnmatchcase(name, pattern)]
