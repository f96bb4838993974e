"""What a publishable key gets to see of an object."""

from __future__ import annotations

from collections.abc import Callable

from stub_server.stripe_sim.payment_methods import payment_methods
from stub_server.stripe_sim.payments import intent_views
from stub_server.stripe_sim.store.schema import Json

VIEWS: dict[str, Callable[[Json], Json]] = {
    "payment_intent": intent_views.seen_by_browser,
    "payment_method": payment_methods.seen_by_browser,
    "setup_intent": intent_views.seen_by_browser,
}


def seen_by_browser(shown: Json) -> Json:
    """The object with what the browser may know; of other objects that is everything."""
    view = VIEWS.get(shown.get("object", ""))
    return view(shown) if view else shown


def error_seen_by_browser(details: Json) -> Json:
    """The members of an error, its intent and PaymentMethod reduced."""
    return {
        name: VIEWS[name](value) if name in VIEWS and isinstance(value, dict) else value
        for name, value in details.items()
    }
