"""The `previous_attributes` of an event: the changed members, with their old values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.stripe_sim.store.schema import PRIVATE, Json


def previous_attributes(before: Mapping[str, Any], after: Mapping[str, Any]) -> Json:
    """Return the old values of the members that differ.

    A new member has null, a changed array its whole old value; hashes are compared by member.
    """
    changed: Json = {}
    for name in (*before, *(name for name in after if name not in before)):
        old, new = before.get(name), after.get(name)
        if name == PRIVATE or old == new:
            continue
        if isinstance(old, dict) and isinstance(new, dict) and old.get("id") == new.get("id"):
            changed[name] = previous_attributes(
                old, new
            )  # but two objects with different ids differ as a whole
        else:
            changed[name] = old
    return changed
