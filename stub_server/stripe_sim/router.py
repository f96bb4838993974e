"""The API's calls: method and path, what may be sent, who answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, NamedTuple

from stub_server.stripe_sim.account import (
    accounts,
    balance,
    balance_transactions,
    events,
    payment_method_configurations,
    webhook_endpoints,
)
from stub_server.stripe_sim.catalogue import (
    coupons,
    prices,
    products,
    promotion_codes,
    shipping_rates,
    tax_rates,
)
from stub_server.stripe_sim.checkout import elements_sessions, payment_pages, sessions
from stub_server.stripe_sim.checkout.guard import guarded
from stub_server.stripe_sim.cli import session_resource
from stub_server.stripe_sim.customers import (
    customer_balances,
    customer_sessions,
    customers,
    tax_ids,
    test_clocks,
)
from stub_server.stripe_sim.engine import search
from stub_server.stripe_sim.params.operations import Params, params_of
from stub_server.stripe_sim.params.types import Kind
from stub_server.stripe_sim.payment_methods import (
    confirmation_tokens,
    mandates,
    payment_method_changes,
    payment_methods,
    sources,
    tokens,
)
from stub_server.stripe_sim.payments import (
    amount_details,
    charges,
    direct_charges,
    disputes,
    early_fraud_warnings,
    microdeposits,
    payment_intent_captures,
    payment_intent_params,
    payment_intents,
    refunds,
    setup_attempts,
    setup_intent_params,
    setup_intents,
    three_d_secure,
)

Browser = Literal["no", "yes"]
"""Whether a publishable key will do; what it then sees is less."""


class Route(NamedTuple):
    """One call. `params`: everything that it takes."""

    handler: Callable[..., Any]
    params: Params
    browser: Browser = "no"


def _route(
    handler: Callable[..., Any], params: Mapping[str, Kind], browser: Browser = "no"
) -> Route:
    return Route(handler, params_of(params), browser)


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


_pay, _set_up = partial(guarded, "payment_intents"), partial(guarded, "setup_intents")
_take = payment_intent_params
_keep = setup_intent_params

ROUTES: dict[str, Route] = {
    **_resource("charges", charges),
    **_resource("customers", customers),
    **_resource("events", events),
    **_resource("payment_methods", payment_methods),
    **_resource("refunds", refunds),
    **_resource("webhook_endpoints", webhook_endpoints),
    **_resource("balance_transactions", balance_transactions),
    "POST payment_methods": _route(payment_methods.create, payment_methods.CREATE, "yes"),
    "POST payment_methods/*": _route(payment_method_changes.update, payment_method_changes.UPDATE),
    "POST payment_methods/*/attach": _route(payment_methods.attach, payment_methods.ATTACH),
    "POST payment_methods/*/detach": _route(payment_methods.detach, payment_methods.DETACH),
    "GET customers/*/payment_methods": _route(
        payment_methods.of_customer, payment_methods.OF_CUSTOMER
    ),
    "GET customers/*/payment_methods/*": _route(
        payment_methods.one_of_customer, payment_methods.RETRIEVE
    ),
    **_resource("customers/*/tax_ids", tax_ids),
    **_resource("customers/*/balance_transactions", customer_balances),
    "GET customers/*/cash_balance": _route(customer_balances.cash, customer_balances.RETRIEVE_CASH),
    "POST customers/*/cash_balance": _route(
        customer_balances.update_cash, customer_balances.UPDATE_CASH
    ),
    "POST customers/*/sources": _route(sources.create, sources.CREATE),
    "GET customers/*/sources": _route(sources.many, sources.LIST),
    "GET customers/*/sources/*": _route(sources.retrieve, sources.RETRIEVE),
    "POST customers/*/sources/*": _route(sources.update, sources.UPDATE),
    "DELETE customers/*/sources/*": _route(sources.delete, sources.DELETE),
    "GET customers/*/cards": _route(sources.many, sources.LIST),
    "GET customers/*/cards/*": _route(sources.retrieve, sources.RETRIEVE),
    "POST setup_intents": _route(setup_intents.create, _keep.CREATE),
    "GET setup_intents": _route(setup_intents.many, _keep.LIST),
    "GET setup_intents/*": _route(setup_intents.retrieve, _keep.RETRIEVE, "yes"),
    "POST setup_intents/*": _route(setup_intents.update, _keep.UPDATE),
    "POST setup_intents/*/confirm": _route(
        _set_up("confirm", setup_intents.confirm), _keep.CONFIRM, "yes"
    ),
    "POST setup_intents/*/cancel": _route(_set_up("cancel", setup_intents.cancel), _keep.CANCEL),
    "POST setup_intents/*/verify_microdeposits": _route(
        microdeposits.of_setup, _keep.MICRODEPOSITS, "yes"
    ),
    **_resource("setup_attempts", setup_attempts),
    **_resource("mandates", mandates),
    **_resource("customer_sessions", customer_sessions),
    **_resource("payment_method_configurations", payment_method_configurations),
    "POST tokens": _route(tokens.create, tokens.CREATE, "yes"),
    "GET tokens/*": _route(tokens.retrieve, tokens.RETRIEVE, "yes"),
    "POST confirmation_tokens": _route(
        confirmation_tokens.create, confirmation_tokens.CREATE, "yes"
    ),
    "POST test_helpers/confirmation_tokens": _route(
        confirmation_tokens.create, confirmation_tokens.TEST_CREATE
    ),
    "GET confirmation_tokens/*": _route(
        confirmation_tokens.retrieve, confirmation_tokens.RETRIEVE, "yes"
    ),
    "GET elements/sessions": _route(elements_sessions.retrieve, elements_sessions.RETRIEVE, "yes"),
    "POST 3ds2/authenticate": _route(
        three_d_secure.authenticate, three_d_secure.AUTHENTICATE, "yes"
    ),
    "POST 3ds2/challenge_complete": _route(three_d_secure.complete, three_d_secure.COMPLETE, "yes"),
    **_resource("disputes", disputes),
    "POST disputes/*/close": _route(disputes.close, disputes.CLOSE),
    **_resource("radar/early_fraud_warnings", early_fraud_warnings),
    "POST refunds/*/cancel": _route(refunds.cancel, refunds.CANCEL),
    "POST charges": _route(direct_charges.create, direct_charges.CREATE),
    "POST charges/*/capture": _route(direct_charges.capture, direct_charges.CAPTURE),
    "POST charges/*/refund": _route(refunds.refunded_charge, refunds.CREATE),
    "GET charges/*/refunds": _route(refunds.of_charge, refunds.OF_CHARGE),
    "POST charges/*/refunds": _route(refunds.create_of_charge, refunds.CREATE),
    "GET charges/*/refunds/*": _route(refunds.retrieve_of_charge, refunds.RETRIEVE),
    "GET balance": _route(balance.retrieve, balance.RETRIEVE),
    "GET balance/history": _route(balance_transactions.many, balance_transactions.LIST),
    "GET balance/history/*": _route(balance_transactions.retrieve, balance_transactions.RETRIEVE),
    **{f"GET {kind}/search": Route(getattr(search, kind), search.PARAMS) for kind in search.FIELDS},
    **_resource("products", products),
    **_resource("prices", prices),
    **_resource("shipping_rates", shipping_rates),
    **_resource("coupons", coupons),
    **_resource("promotion_codes", promotion_codes),
    **_resource("tax_rates", tax_rates),
    **_resource("test_helpers/test_clocks", test_clocks),
    "POST test_helpers/test_clocks/*/advance": _route(test_clocks.advance, test_clocks.ADVANCE),
    **_resource("checkout/sessions", sessions),
    "POST checkout/sessions/*/expire": _route(sessions.expire, sessions.EXPIRE),
    "GET checkout/sessions/*/line_items": _route(sessions.lines, sessions.LINES),
    "GET payment_pages/*": _route(payment_pages.retrieve, payment_pages.RETRIEVE, "yes"),
    "POST payment_pages/*/init": _route(payment_pages.retrieve, payment_pages.INIT, "yes"),
    "POST payment_pages/*/confirm": _route(payment_pages.confirm, payment_pages.CONFIRM, "yes"),
    "GET accounts": _route(accounts.many, accounts.LIST),
    "GET accounts/*": _route(accounts.retrieve_named, accounts.RETRIEVE_NAMED),
    "POST stripecli/sessions": _route(session_resource.open_session, session_resource.SESSION),
    "POST events/*/retry": _route(events.retry, events.RETRY),
    "GET account": _route(accounts.retrieve, accounts.RETRIEVE),
    "POST payment_intents": _route(payment_intents.create, _take.CREATE),
    "GET payment_intents": _route(payment_intents.many, _take.LIST),
    "GET payment_intents/*": _route(payment_intents.retrieve, _take.RETRIEVE, "yes"),
    "POST payment_intents/*": _route(payment_intents.update, _take.UPDATE),
    "POST payment_intents/*/confirm": _route(
        _pay("confirm", payment_intents.confirm), _take.CONFIRM, "yes"
    ),
    "POST payment_intents/*/capture": _route(payment_intent_captures.capture, _take.CAPTURE),
    "POST payment_intents/*/cancel": _route(
        _pay("cancel", payment_intent_captures.cancel), _take.CANCEL
    ),
    "POST payment_intents/*/increment_authorization": _route(
        payment_intent_captures.increment, _take.INCREMENT
    ),
    "POST payment_intents/*/apply_customer_balance": _route(
        payment_intent_captures.apply_balance, _take.APPLY_BALANCE
    ),
    "POST payment_intents/*/verify_microdeposits": _route(
        microdeposits.of_payment, _take.MICRODEPOSITS, "yes"
    ),
    "GET payment_intents/*/amount_details_line_items": _route(
        amount_details.lines, amount_details.LINES
    ),
}
"""By method and path below /v1, an id written as a star."""


def _grown() -> dict[str, Any]:
    """The routes as a tree, a step for each part of the path; under "" stands the route itself."""
    tree: dict[str, Any] = {}
    for where, route in ROUTES.items():
        node = tree
        for part in where.replace(" ", "/").split("/"):
            node = node.setdefault(part, {})
        node[""] = route
    return tree


_TREE = _grown()


def find(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """The call at the path below /v1, and the ids in it; None: there is no such call.

    A part that is written out goes before a star: `payment_intents/search` is no id.
    """
    return _walked(_TREE, (method, *path.split("/")), ())


def _walked(
    node: dict[str, Any], parts: tuple[str, ...], ids: tuple[str, ...]
) -> tuple[Route, tuple[str, ...]] | None:
    if not parts:
        route: Route | None = node.get("")
        return (route, ids) if route else None
    part, rest = parts[0], parts[1:]
    if not part:
        return None
    found = _walked(node[part], rest, ids) if part in node and part != "*" else None
    if found is None and "*" in node:
        found = _walked(node["*"], rest, (*ids, part))
    return found
