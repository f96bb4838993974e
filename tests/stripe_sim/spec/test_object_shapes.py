"""Every object has the members that the SDK's own types declare, and no other."""

from __future__ import annotations

import inspect
import re
from typing import Any, Union, get_args, get_origin

import pytest
import stripe

SOMETIMES = {
    "payment_intent": {"hooks", "payment_details", "presentment_details"},
    "charge": {"authorization_code", "level3", "presentment_details", "refunds", "transfer"},
    "refund": {
        "description",
        "failure_balance_transaction",
        "failure_reason",
        "instructions_email",
        "next_action",
        "pending_reason",
        "presentment_details",
    },
    "event": {"account", "context"},
    "webhook_endpoint": {"deleted", "secret"},
    "customer": {
        "business_name",
        "cash_balance",
        "deleted",
        "individual_name",
        "invoice_credit_balance",
        "sources",
        "subscriptions",
        "tax",
        "tax_ids",
    },
    "balance_transaction": set[str](),
}
"""Members that Stripe leaves out where they say nothing."""


def declared_members(sdk_class: type[Any]) -> dict[str, Any]:
    """Member → annotation, of the SDK's class."""
    return {
        name: annotation
        for name, annotation in inspect.get_annotations(sdk_class).items()
        if name != "OBJECT_NAME"
    }


def is_optional(annotation: Any) -> bool:
    """Return whether the member may be null or missing."""
    return get_origin(annotation) is Union and type(None) in get_args(annotation)


def inner(annotation: Any) -> type[Any] | None:
    """The class of an object inside the object, or None."""
    for each in (annotation, *get_args(annotation)):
        if inspect.isclass(each) and issubclass(each, stripe.StripeObject):
            return each if inspect.get_annotations(each) else None
    return None


def list_violations(sdk_class: type[Any], value: dict[str, Any], where: str = "") -> list[str]:
    """Return the differences from the SDK's class and its nested classes."""
    violations = []
    members = declared_members(sdk_class)
    sometimes = None if where else SOMETIMES[value["object"]]
    for name, annotation in members.items():
        path = f"{where}.{name}" if where else name
        if name not in value:
            if not is_optional(annotation) or (sometimes is not None and name not in sometimes):
                violations.append(f"{path} is not there")
            continue
        if value[name] is None and not is_optional(annotation):
            violations.append(f"{path} is null")
        below = inner(annotation)
        if isinstance(value[name], dict) and below:
            violations += list_violations(below, value[name], path)
    return violations + [f"{where}.{name} is unknown" for name in value if name not in members]


@pytest.fixture
async def objects(api: Any) -> dict[str, list[dict[str, Any]]]:
    """Everything that a busy day leaves behind, by path."""
    person = await api.post("customers", email="jenny@example.com", name="Jenny Rosen")
    await api.post("webhook_endpoints", {"url": "http://127.0.0.1:9/", "enabled_events[]": "*"})
    paid = await api.pay_by_card(customer=person["id"], setup_future_usage="off_session")
    await api.post("refunds", payment_intent=paid["id"], amount=100)
    await api.pay_by_card(capture_method="manual", currency="usd")
    for method in ("pm_card_authenticationRequired", "pm_success_de", "pm_card_mastercard"):
        await api.confirm(await api.intent(), method)
    await api.post(
        f"payment_intents/{(await api.intent())['id']}/confirm",
        {"payment_method_data[type]": "ideal", "return_url": "https://shop.example"},
    )
    declined = {"payment_method": "pm_card_chargeDeclined", "return_url": "https://shop.example"}
    intent = await api.intent()
    await api.get_error("POST", f"payment_intents/{intent['id']}/confirm", declined)
    await api.advance(20)
    paths = (
        "payment_intents",
        "charges",
        "refunds",
        "customers",
        "events",
        "webhook_endpoints",
        "balance_transactions",
    )
    objects_by_path = {path: (await api.get(path, limit=100))["data"] for path in paths}
    methods = {
        intent["payment_method"]
        for intent in objects_by_path["payment_intents"]
        if intent["payment_method"]
    }
    objects_by_path["payment_methods"] = [
        await api.get(f"payment_methods/{name}") for name in methods
    ]
    return objects_by_path


CLASSES: dict[str, type[Any]] = {
    "payment_intents": stripe.PaymentIntent,
    "charges": stripe.Charge,
    "refunds": stripe.Refund,
    "customers": stripe.Customer,
    "events": stripe.Event,
    "webhook_endpoints": stripe.WebhookEndpoint,
    "balance_transactions": stripe.BalanceTransaction,
}


@pytest.mark.parametrize("path", CLASSES)
async def test_every_object_is_as_the_sdk_declares_it(objects: Any, path: str) -> None:
    assert objects[path]
    for value in objects[path]:
        assert list_violations(CLASSES[path], value) == [], value["id"]


async def test_a_payment_method_has_its_own_kind_and_no_other(objects: Any) -> None:
    method_types = set()
    for value in objects["payment_methods"]:
        method_types.add(value["type"])
        others = declared_members(stripe.PaymentMethod)
        plain = {"billing_details", "customer", "customer_account", "metadata", "allow_redisplay"}
        plain |= {"id", "object", "created", "livemode", "type", value["type"]}
        assert value.keys() == plain
        assert plain <= others.keys()
        assert (
            list_violations(stripe.PaymentMethod.BillingDetails, value["billing_details"], "b")
            == []
        )
    assert {"card", "sepa_debit", "ideal"} <= method_types


async def test_what_happened_is_snapshotted(objects: Any) -> None:
    by_type = {event["type"]: event["data"]["object"] for event in objects["events"]}
    assert by_type["payment_intent.processing"]["status"] == "processing"
    assert by_type["charge.pending"]["status"] == "pending"
    assert by_type["payment_intent.created"]["status"] == "requires_payment_method"


@pytest.mark.parametrize("path", CLASSES)
async def test_ids_have_stripes_form(objects: Any, path: str) -> None:
    forms = {
        "payment_intents": r"pi_3\w{23}",
        "charges": r"(ch|py)_\w{24}",
        "refunds": r"re_\w{24}",
        "customers": r"cus_\w{14}",
        "events": r"evt_\w{24}",
        "webhook_endpoints": r"we_\w{24}",
        "balance_transactions": r"txn_\w{24}",
    }
    for value in objects[path]:
        assert re.fullmatch(forms[path], value["id"])
