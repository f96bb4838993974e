"""Views of objects for callers with a publishable key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from stub_server.stripe_sim import registry
from stub_server.stripe_sim.store.schema import Json


@cache
def _views() -> Mapping[str, Callable[[Json], Json]]:
    return {
        resource.object: resource.browser_view
        for resource in registry.resources().values()
        if resource.browser_view
    }


def redact_object(shown: Json) -> Json:
    """Return the object with what a browser may see; of most objects that is everything."""
    view = _views().get(shown.get("object", ""))
    return view(shown) if view else shown


def redact_error(details: Json) -> Json:
    """Return the members of an error, its intent and PaymentMethod reduced."""
    return {
        name: _views()[name](value) if name in _views() and isinstance(value, dict) else value
        for name, value in details.items()
    }
