"""Members that can be expanded: ids of other objects, as Stripe's SDK declares them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from stub_server.stripe_sim.spec.api import load_declarations
from stub_server.stripe_sim.spec.references import references_in

Nouns = tuple[str, ...]
"""The `object` members of the objects that an id may name, if they are simulated.

Empty: the member can be expanded, and stays null. Several: the prefix of the id determines it.
"""

OVERLAY: Mapping[str, Mapping[str, Nouns]] = {
    "customer": dict.fromkeys(("cash_balance", "discount", "tax"), ()),
    "payment_intent": {"source": ()},
}
"""Members that responses have only on request, or that no simulated object has."""


@cache
def expandable_members(noun: str) -> Mapping[str, Nouns]:
    """Return the nouns of the expandable members of an object, by path."""
    simulated = load_declarations()["objects"]
    if noun not in simulated:
        return {}
    members = {
        path: tuple(name for name in nouns if name in simulated)
        for path, nouns in references_in(noun).items()
    }
    return {**members, **OVERLAY.get(noun, {})}


LISTS: Mapping[str, tuple[str, ...]] = {
    "charge": ("refunds",),
    "checkout.session": ("line_items",),
    "customer": ("sources", "tax_ids"),
}
"""Lists that responses have only on request."""

OTHER_LISTS: Mapping[str, tuple[str, ...]] = {
    "customer": ("subscriptions",),
}
"""Lists that responses have only on request, and that are always empty."""

ON_REQUEST: Mapping[str, tuple[str, ...]] = {
    "checkout.session": ("total_details.breakdown", "shipping_cost.taxes"),
    "coupon": ("applies_to", "currency_options"),
    "item": ("discounts", "taxes"),
    "price": ("currency_options", "tiers"),
    "promotion_code": ("restrictions.currency_options",),
    "shipping_rate": ("fixed_amount.currency_options",),
}
"""Members of an object, and of its hashes, that responses have only on request. They are stored in
its private `more`."""

TABLES_ON_REQUEST: Mapping[str, str] = {
    "checkout.session": "checkout_sessions",
    "coupon": "coupons",
    "item": "line_items",
    "price": "prices",
    "promotion_code": "promotion_codes",
    "shipping_rate": "shipping_rates",
}
"""Noun of an object with such members → its table."""

IN_ERRORS = ("payment_intent", "payment_method", "setup_intent", "source")
"""Members of an intent's last error that are objects."""

NOUNS: Mapping[str, str] = {
    "early_fraud_warnings": "radar.early_fraud_warning",
    "sessions": "checkout.session",
    "test_clocks": "test_helpers.test_clock",
}
"""Table, or last part of a list's URL → noun that is not its singular."""


def noun_of_table(table: str) -> str:
    """Return the noun of a table, or of the last part of a list's URL."""
    return NOUNS.get(table, table.removesuffix("s"))


def item_noun(url: str) -> str:
    """Return the noun of the objects in the list at a URL."""
    parts = url.removesuffix("/search").split("/")
    own = parts[-1] == "balance_transactions" and "customers" in parts
    return "customer_balance_transaction" if own else noun_of_table(parts[-1])


def is_never_expandable(noun: str, steps: list[str]) -> bool:
    """Return whether no object of that noun has an expandable member at a path.

    Steps through hashes are not followed: only an object has them.
    """
    links = expandable_members(noun)
    if not steps or not (links or noun in ON_REQUEST):
        return False
    name = steps[0]
    if name in links:
        nouns = links[name]
        return len(nouns) == 1 and is_never_expandable(nouns[0], steps[1:])
    known = (*ON_REQUEST.get(noun, ()), *LISTS.get(noun, ()), *OTHER_LISTS.get(noun, ()))
    return len(steps) == 1 and name not in known
