"""The API's calls: method and path, what may be sent, who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

from stub_server.stripe_sim.coerce import Hash, Kind
from stub_server.stripe_sim.resources import (
    accounts,
    balance_transactions,
    charges,
    customers,
    events,
    payment_intent_params,
    payment_intents,
    payment_methods,
    refunds,
    webhook_endpoints,
)

Browser = Literal["no", "yes"]
"""Whether a publishable key will do; what it then sees is less."""


class Route(NamedTuple):
    """One call. `params`: everything that it takes."""

    handler: Callable[..., Any]
    params: Hash
    browser: Browser = "no"


def _route(
    handler: Callable[..., Any], params: Mapping[str, Kind], browser: Browser = "no"
) -> Route:
    return Route(handler, Hash(params), browser)


def _resource(path: str, module: Any) -> dict[str, Route]:
    """The calls that the module has handlers for, on the usual paths."""
    usual = {
        f"POST {path}": ("create", "CREATE"),
        f"GET {path}": ("many", "LIST"),
        f"GET {path}/*": ("retrieve", "RETRIEVE"),
        f"POST {path}/*": ("update", "UPDATE"),
        f"DELETE {path}/*": ("delete", "DELETE"),
    }
    return {
        where: _route(getattr(module, handler), getattr(module, params))
        for where, (handler, params) in usual.items()
        if hasattr(module, handler)
    }


_take = payment_intent_params

ROUTES: dict[str, Route] = {
    **_resource("charges", charges),
    **_resource("customers", customers),
    **_resource("events", events),
    **_resource("payment_methods", payment_methods),
    **_resource("refunds", refunds),
    **_resource("webhook_endpoints", webhook_endpoints),
    **_resource("balance_transactions", balance_transactions),
    "POST payment_methods": _route(payment_methods.create, payment_methods.CREATE, "yes"),
    "POST payment_methods/*/attach": _route(payment_methods.attach, payment_methods.ATTACH),
    "POST payment_methods/*/detach": _route(payment_methods.detach, payment_methods.DETACH),
    "GET customers/*/payment_methods": _route(payment_methods.of_customer, payment_methods.LIST),
    "POST events/*/retry": _route(events.retry, events.RETRY),
    "GET account": _route(accounts.retrieve, accounts.RETRIEVE),
    "POST payment_intents": _route(payment_intents.create, _take.CREATE),
    "GET payment_intents": _route(payment_intents.many, _take.LIST),
    "GET payment_intents/*": _route(payment_intents.retrieve, _take.RETRIEVE, "yes"),
    "POST payment_intents/*": _route(payment_intents.update, _take.UPDATE),
    "POST payment_intents/*/confirm": _route(payment_intents.confirm, _take.CONFIRM, "yes"),
    "POST payment_intents/*/capture": _route(payment_intents.capture, _take.CAPTURE),
    "POST payment_intents/*/cancel": _route(payment_intents.cancel, _take.CANCEL),
}
"""By method and path below /v1, an id written as a star."""


def find(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """The call at the path below /v1, and the id in it; None: there is no such call."""
    parts = path.split("/")
    if len(parts) == 1:
        plain = ROUTES.get(f"{method} {path}")
        return (plain, ()) if plain else None
    where = "/".join((parts[0], "*", *parts[2:]))
    route = ROUTES.get(f"{method} {where}")
    return (route, (parts[1],)) if route and parts[1] else None
