"""What the amount of a PaymentIntent is made of: items, shipping, tax and discount, as told."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate_items
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import adjust
from stub_server.stripe_sim.params.types import Int
from stub_server.stripe_sim.payments.intent_methods import bound
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

PLACE = adjust(longest=10)
TAX = adjust({"total_tax_amount": Int(least=0)}, unset=True)
AMOUNT_DETAILS = adjust(
    {
        "discount_amount": adjust(least=1),
        "line_items": adjust(
            {
                "discount_amount": Int(least=1),
                "product_code": adjust(longest=12),
                "product_name": adjust(longest=1024),
                "quantity": Int(least=1),
                "tax": TAX,
                "unit_cost": Int(least=0),
            },
            longest=200,
        ),
        "shipping": {
            "amount": adjust(least=0),
            "from_postal_code": PLACE,
            "to_postal_code": PLACE,
        },
        "tax": TAX,
    },
    unset=True,
)
LINES = declared_params("GET payment_intents/*/amount_details_line_items")
SHOWN = ("discount_amount", "shipping", "tax")


def apply(ctx: Context, intent: Json) -> None:
    """Put the details on the intent. StripeError 400: they do not add up, and they should."""
    given = ctx.params["amount_details"]
    if given is None:
        intent["amount_details"] = {"tip": {}}
        intent[PRIVATE].pop("line_items", None)
        return
    details = {**intent["amount_details"]}
    details.pop("error", None)
    for name in SHOWN:
        if name in given and given[name] is None:
            details.pop(name, None)
        elif name in given:
            details[name] = given[name]
    if given.get("shipping"):
        path = "payment_intent/amount_details/shipping"
        details["shipping"] = complete(path, given["shipping"])
    if "line_items" in given:
        items = [_item(ctx, line) for line in given["line_items"] or ()]
        intent[PRIVATE]["line_items"] = items
    wrong = _wrong(details, intent[PRIVATE].get("line_items") or [], intent["amount"])
    if wrong and given.get("enforce_arithmetic_validation", True):
        raise invalid_request(wrong["message"], "amount_details", wrong["code"])
    if wrong:
        details["error"] = wrong
    intent["amount_details"] = details


def _item(ctx: Context, given: Json) -> Json:
    noun = "payment_intent_amount_details_line_item"
    options = {
        kind: each if kind == "paypal" else complete(f"{noun}/payment_method_options/{kind}", each)
        for kind, each in (given.get("payment_method_options") or {}).items()
    }
    members = {**given, "payment_method_options": options or None}
    return new_object(noun, id=ctx.new_id("uli"), **members)


def _wrong(details: Json, items: list[Json], amount: int) -> Json | None:
    """`error` of details that do not fit the amount."""
    shipping = (details.get("shipping") or {}).get("amount") or 0
    tax = (details.get("tax") or {}).get("total_tax_amount", 0)
    discount = details.get("discount_amount", 0)
    if max(shipping + tax, discount) > amount:
        return {
            "code": "amount_details_tax_shipping_discount_greater_than_amount",
            "message": "The tax, shipping and discount in `amount_details` cannot be greater than "
            "the amount of the PaymentIntent.",
        }
    total = shipping + tax - discount
    for item in items:
        taxed = (item["tax"] or {}).get("total_tax_amount", 0)
        total += item["quantity"] * item["unit_cost"] + taxed - (item["discount_amount"] or 0)
    if items and total != amount:
        return {
            "code": "amount_details_amount_mismatch",
            "message": f"The sum of `amount_details` ({total}) does not match the amount of the "
            f"PaymentIntent ({amount}).",
        }
    return None


def lines(ctx: Context, identifier: str) -> Json:
    """The items that the caller named, in their order."""
    intent = bound(ctx, "payment_intents", identifier)
    url = f"/v1/payment_intents/{identifier}/amount_details_line_items"
    return paginate_items(intent[PRIVATE].get("line_items") or [], ctx.params, url)


OPERATIONS = {
    "GET payment_intents/*/amount_details_line_items": operation(lines, LINES),
}
