"""Which members of an object are ids of other objects, as the API declares them."""

from __future__ import annotations

from collections.abc import Mapping

NOBODY = None
"""The kind of what this account has none of: such a member may be asked for, and stays null."""

BY_ITSELF = ""
"""The kind where only the id tells."""

LINKS: Mapping[str, Mapping[str, str | None]] = {
    "balance_transaction": {"source": BY_ITSELF},
    "card": {"account": NOBODY, "customer": "customers"},
    "charge": {
        "application": NOBODY,
        "application_fee": NOBODY,
        "balance_transaction": "balance_transactions",
        "customer": "customers",
        "failure_balance_transaction": "balance_transactions",
        "on_behalf_of": NOBODY,
        "payment_intent": "payment_intents",
        "review": NOBODY,
        "source_transfer": NOBODY,
        "transfer": NOBODY,
    },
    "checkout.session": {
        "customer": "customers",
        "invoice": NOBODY,
        "payment_intent": "payment_intents",
        "payment_link": NOBODY,
        "setup_intent": "setup_intents",
        "subscription": NOBODY,
    },
    "customer": {
        "default_source": "cards",
        "discount": NOBODY,
        "test_clock": "test_clocks",
        "cash_balance": NOBODY,
        "tax": NOBODY,
    },
    "customer_balance_transaction": {
        "checkout_session": NOBODY,
        "credit_note": NOBODY,
        "customer": "customers",
        "invoice": NOBODY,
    },
    "customer_session": {"customer": "customers"},
    "discount": {"customer": "customers", "promotion_code": "promotion_codes"},
    "dispute": {"charge": "charges", "payment_intent": "payment_intents"},
    "mandate": {"payment_method": "payment_methods"},
    "payment_intent": {
        "application": NOBODY,
        "customer": "customers",
        "latest_charge": "charges",
        "on_behalf_of": NOBODY,
        "payment_method": "payment_methods",
        "payment_record": NOBODY,
        "review": NOBODY,
        "source": NOBODY,
    },
    "payment_method": {"customer": "customers"},
    "price": {"product": "products"},
    "promotion_code": {"customer": "customers"},
    "product": {"default_price": "prices", "tax_code": NOBODY},
    "radar.early_fraud_warning": {"charge": "charges", "payment_intent": "payment_intents"},
    "refund": {
        "balance_transaction": "balance_transactions",
        "charge": "charges",
        "customer": "customers",
        "failure_balance_transaction": "balance_transactions",
        "payment_intent": "payment_intents",
        "payment_method": "payment_methods",
        "source_transfer_reversal": NOBODY,
        "transfer_reversal": NOBODY,
    },
    "setup_attempt": {
        "application": NOBODY,
        "customer": "customers",
        "on_behalf_of": NOBODY,
        "payment_method": "payment_methods",
        "setup_intent": "setup_intents",
    },
    "setup_intent": {
        "application": NOBODY,
        "customer": "customers",
        "latest_attempt": "setup_attempts",
        "mandate": "mandates",
        "on_behalf_of": NOBODY,
        "payment_method": "payment_methods",
        "single_use_mandate": "mandates",
    },
    "tax_id": {"customer": "customers"},
}
"""By the noun of the object; a test holds them to the SDK's declarations."""

WITHIN: Mapping[str, str | None] = {
    "charge": "charges",
    "coupon": "coupons",
    "default_payment_method": "payment_methods",
    "destination": NOBODY,
    "generated_sepa_debit": "payment_methods",
    "generated_sepa_debit_mandate": "mandates",
    "mandate": "mandates",
    "price": "prices",
    "promotion_code": "promotion_codes",
    "setup_attempt": "setup_attempts",
    "shipping_rate": "shipping_rates",
    "account": NOBODY,
}
"""The same for the hashes inside of objects, which have no noun."""

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

KEPT_IN: Mapping[str, str] = {
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


def noun_of(kind: str) -> str:
    """The noun of objects of that kind, or of a list whose URL ends so."""
    return NOUNS.get(kind, kind.removesuffix("s"))


def noun_in(url: str) -> str:
    """The noun of what is in the list of that URL."""
    parts = url.removesuffix("/search").split("/")
    own = parts[-1] == "balance_transactions" and "customers" in parts
    return "customer_balance_transaction" if own else noun_of(parts[-1])


def leads_nowhere(noun: str, steps: list[str]) -> bool:
    """Whether a path from an object of that noun surely leads to nothing that can be expanded.

    A step through a hash is not followed: which hashes there are, only an object tells.
    """
    if not steps or not (noun in LINKS or noun in ON_REQUEST):
        return False
    links, name = LINKS.get(noun, {}), steps[0]
    if name in links:
        kind = links[name]
        return bool(kind) and leads_nowhere(noun_of(kind or ""), steps[1:])
    known = (*ON_REQUEST.get(noun, ()), *LISTS.get(noun, ()), *OTHER_LISTS.get(noun, ()))
    return len(steps) == 1 and name not in known
