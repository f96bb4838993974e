"""`payment_method_options` of an intent: defaults of each offered type, and changes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from stub_server.stripe_sim.spec.objects import member_names
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.method_types import known_method_types


@cache
def _default_options(method_type: str) -> Json:
    """Return the options of a PaymentIntent for the type, without changes."""
    options: Json = known_method_types().get(method_type, {}).get("options", {})
    return options


def build_payment_options(method_types: Sequence[str], changes: Json | None) -> Json:
    """Build `payment_method_options` of a PaymentIntent: defaults of each type, and changes."""
    if not changes:
        return {method_type: dict(_default_options(method_type)) for method_type in method_types}
    types = known_method_types()
    options: Json = {}
    for method_type in method_types:
        members = member_names(f"payment_intent/payment_method_options/{method_type}")
        values = {
            name: value
            for name, value in (changes.get(method_type) or {}).items()
            if name in members and (method_type == "sepa_debit" or not isinstance(value, dict))
        }
        options[method_type] = {**types.get(method_type, {}).get("options", {}), **values}
    return options


def build_setup_options(method_types: Sequence[str], changes: Json | None) -> Json:
    """Build `payment_method_options` of a SetupIntent, which has options for fewer types."""
    changes = changes or {}
    types = known_method_types()
    return {
        method_type: {**types[method_type]["setup"], **(changes.get(method_type) or {})}
        for method_type in method_types
        if types[method_type].get("setup") is not None
    }
