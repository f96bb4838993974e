"""Members that can be expanded: ids of other objects, as Stripe's SDK declares them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from stub_server.stripe_sim.spec.api import declared
from stub_server.stripe_sim.spec.references import references_in

Nouns = tuple[str, ...]
"""The `object` members of what an id may name, as far as the simulator has such objects.

None: such a member may be asked for, and stays null. Several: only the id tells.
"""

OVERLAY: Mapping[str, Mapping[str, Nouns]] = {
    "customer": dict.fromkeys(("cash_balance", "discount", "tax"), ()),
    "payment_intent": {"source": ()},
}
"""Members that are left out unless asked for, or that no object here has."""


@cache
def expandable_members(noun: str) -> Mapping[str, Nouns]:
    """Return the nouns of each member that can be expanded, by its path from such an object."""
    simulated = declared()["objects"]
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
"""Lists that are left out unless asked for."""

OTHER_LISTS: Mapping[str, tuple[str, ...]] = {
    "customer": ("subscriptions",),
}
"""Lists that are left out unless asked for, and have nothing in them here."""

ON_REQUEST: Mapping[str, tuple[str, ...]] = {
    "checkout.session": ("total_details.breakdown", "shipping_cost.taxes"),
    "coupon": ("applies_to", "currency_options"),
    "item": ("discounts", "taxes"),
    "price": ("currency_options", "tiers"),
    "promotion_code": ("restrictions.currency_options",),
    "shipping_rate": ("fixed_amount.currency_options",),
}
"""Members, of an object and of the hashes in it, that are left out unless asked for. They are kept
in its private `more`."""

TABLES_ON_REQUEST: Mapping[str, str] = {
    "checkout.session": "checkout_sessions",
    "coupon": "coupons",
    "item": "line_items",
    "price": "prices",
    "promotion_code": "promotion_codes",
    "shipping_rate": "shipping_rates",
}
"""Where an object with such members is filed."""

IN_ERRORS = ("payment_intent", "payment_method", "setup_intent", "source")
"""What an intent's last error shows in full."""

NOUNS: Mapping[str, str] = {
    "early_fraud_warnings": "radar.early_fraud_warning",
    "sessions": "checkout.session",
    "test_clocks": "test_helpers.test_clock",
}
"""Nouns that are not just their kind, or the end of their list's URL, in the singular."""


def noun_of_table(table: str) -> str:
    """The noun of objects of that kind, or of a list whose URL ends so."""
    return NOUNS.get(table, table.removesuffix("s"))


def item_noun(url: str) -> str:
    """The noun of what is in the list of that URL."""
    parts = url.removesuffix("/search").split("/")
    own = parts[-1] == "balance_transactions" and "customers" in parts
    return "customer_balance_transaction" if own else noun_of_table(parts[-1])


def ends_nowhere(noun: str, steps: list[str]) -> bool:
    """Whether a path from an object of that noun surely leads to nothing that can be expanded.

    A step through a hash is not followed: which hashes there are, only an object tells.
    """
    links = expandable_members(noun)
    if not steps or not (links or noun in ON_REQUEST):
        return False
    name = steps[0]
    if name in links:
        nouns = links[name]
        return len(nouns) == 1 and ends_nowhere(nouns[0], steps[1:])
    known = (*ON_REQUEST.get(noun, ()), *LISTS.get(noun, ()), *OTHER_LISTS.get(noun, ()))
    return len(steps) == 1 and name not in known
