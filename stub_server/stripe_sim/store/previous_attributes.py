"""What an event says of the object before: only what has changed, down to the single member."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.stripe_sim.store.schema import PRIVATE, Json


def previous(before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    """The members that differ, as they were: null where there was nothing, an array as a whole."""
    found: Json = {}
    for name in (*before, *(name for name in after if name not in before)):
        old, new = before.get(name), after.get(name)
        if name == PRIVATE or old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict) and old.get("id") == new.get("id"):
            found[name] = previous(old, new)  # not so for two objects with ids of their own
        else:
            found[name] = old
    return found
