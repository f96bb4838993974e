"""The types of events that there are: to subscribe to, and to look for."""

from __future__ import annotations

from fnmatch import fnmatchcase
from functools import cache

from stub_server.stripe_sim.testdata.files import read

ALL = "*"


@cache
def known() -> tuple[str, ...]:
    """Every type that Stripe has, in its order; the simulator sends some of them."""
    return tuple(read("event_types"))


def matching(pattern: str) -> list[str]:
    """The types that are meant: `charge.refunded` is one, `charge.*` are several."""
    if "*" not in pattern:
        return [pattern]
    return [name for name in known() if fnmatchcase(name, pattern)]
