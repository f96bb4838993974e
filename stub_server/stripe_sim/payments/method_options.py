"""`payment_method_options` of an intent: every offered type's members, and what was given."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from stub_server.stripe_sim.spec.objects import member_names
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import method_types


@cache
def _plain_options(kind: str) -> Json:
    options: Json = method_types().get(kind, {}).get("options", {})
    return options


def options_for(kinds: Sequence[str], given: Json | None) -> Json:
    """`payment_method_options` with every offered type's members, and what was given."""
    if not given:
        return {kind: dict(_plain_options(kind)) for kind in kinds}
    known = method_types()
    found: Json = {}
    for kind in kinds:
        shown = member_names(f"payment_intent/payment_method_options/{kind}")
        changed = {
            name: value
            for name, value in (given.get(kind) or {}).items()
            if name in shown and (kind == "sepa_debit" or not isinstance(value, dict))
        }
        found[kind] = {**known.get(kind, {}).get("options", {}), **changed}
    return found


def setup_options_for(kinds: Sequence[str], given: Json | None) -> Json:
    """The same of a SetupIntent, which has options for fewer types."""
    given = given or {}
    known = method_types()
    return {
        kind: {**known[kind]["setup"], **(given.get(kind) or {})}
        for kind in kinds
        if known[kind].get("setup") is not None
    }
