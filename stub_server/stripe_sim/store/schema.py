"""The simulator's tables in the store, and by which members its lists can be filtered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]
"""A JSON object: as it goes over the wire, and, with the private member `_`, as it is stored."""

PRIVATE = "_"
"""What the simulator keeps with an object and shows nobody; `account` is always in it."""

FILTERS: Mapping[str, tuple[str, ...]] = {
    "payment_intents": ("customer", "customer_account", "status"),
    "charges": ("customer", "payment_intent", "transfer_group"),
    "refunds": ("charge", "payment_intent", "status"),
    "cards": ("customer", "object"),
    "payment_methods": ("customer", "customer_account", "type", "allow_redisplay"),
    "setup_intents": ("customer", "customer_account", "payment_method", "status"),
    "setup_attempts": ("setup_intent",),
    "customers": ("email", "test_clock"),
    "customer_balance_transactions": ("customer", "invoice"),
    "tax_ids": ("customer",),
    "disputes": ("charge", "payment_intent", "status"),
    "early_fraud_warnings": ("charge", "payment_intent"),
    "products": ("active", "shippable", "type", "url"),
    "prices": ("active", "currency", "product", "type", "lookup_key"),
    "shipping_rates": ("active",),
    "coupons": (),
    "promotion_codes": ("customer", "customer_account"),
    "tax_rates": ("active", "inclusive"),
    "test_clocks": ("status",),
    "checkout_sessions": (
        "customer",
        "customer_account",
        "payment_intent",
        "payment_link",
        "setup_intent",
        "status",
        "subscription",
    ),
    "balance_transactions": ("source", "type", "currency", "payout"),
    "events": ("type", "pending_webhooks"),
    "webhook_endpoints": (),
}
"""Every kind of object that has lists, with the members that these can be filtered by."""

INDEXES: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(FILTERS, ()),
    "gone": (),
    "line_items": (),
    "redirects": (),
    "confirmation_tokens": (),
    "customer_sessions": (),
    "mandates": (),
    "payment_method_configurations": (),
    "tokens": (),
    "answers": (),
    "deliveries": (),
    "clock": (),
}
"""Tables of the store; the simulator keeps its own order and filters, and asks for no index."""


IDEMPOTENCY = "answers"
"""The table of stored responses by idempotency key."""

DELIVERIES = "deliveries"
"""The table of webhook deliveries."""


def public(record: Mapping[str, Any]) -> Json:
    """The object without what is private."""
    shown = dict(record)
    shown.pop(PRIVATE, None)
    return shown
