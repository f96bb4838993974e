"""`amount_details` of a PaymentIntent: line items, shipping, tax and discount."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate_items
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import adjust
from stub_server.stripe_sim.params.types import Int
from stub_server.stripe_sim.payments.intent_methods import get_for_caller
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

POSTAL_CODE = adjust(longest=10)
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
            "from_postal_code": POSTAL_CODE,
            "to_postal_code": POSTAL_CODE,
        },
        "tax": TAX,
    },
    unset=True,
)
LIST_LINE_ITEMS = declared_params("GET payment_intents/*/amount_details_line_items")
COPIED_FIELDS = ("discount_amount", "shipping", "tax")


def apply(ctx: Context, intent: Json) -> None:
    """Set the amount details of the intent, which is not saved.

    StripeError 400: the sum differs from the amount, and the arithmetic is to be validated.
    """
    params = ctx.params["amount_details"]
    if params is None:
        intent["amount_details"] = {"tip": {}}
        intent[PRIVATE].pop("line_items", None)
        return
    details = {**intent["amount_details"]}
    details.pop("error", None)
    for name in COPIED_FIELDS:
        if name in params and params[name] is None:
            details.pop(name, None)
        elif name in params:
            details[name] = params[name]
    if params.get("shipping"):
        path = "payment_intent/amount_details/shipping"
        details["shipping"] = complete(path, params["shipping"])
    if "line_items" in params:
        items = [_build_line_item(ctx, line) for line in params["line_items"] or ()]
        intent[PRIVATE]["line_items"] = items
    error = _arithmetic_error(details, intent[PRIVATE].get("line_items") or [], intent["amount"])
    if error and params.get("enforce_arithmetic_validation", True):
        raise invalid_request(error["message"], "amount_details", error["code"])
    if error:
        details["error"] = error
    intent["amount_details"] = details


def _build_line_item(ctx: Context, params: Json) -> Json:
    """Build a line item from its parameters, with a new id."""
    noun = "payment_intent_amount_details_line_item"
    options = {
        method_type: values
        if method_type == "paypal"
        else complete(f"{noun}/payment_method_options/{method_type}", values)
        for method_type, values in (params.get("payment_method_options") or {}).items()
    }
    members = {**params, "payment_method_options": options or None}
    return new_object(noun, id=ctx.new_id("uli"), **members)


def _arithmetic_error(details: Json, items: list[Json], amount: int) -> Json | None:
    """Return `error` of details that contradict the amount (in the smallest unit), or None."""
    shipping = (details.get("shipping") or {}).get("amount") or 0
    tax = (details.get("tax") or {}).get("total_tax_amount", 0)
    discount = details.get("discount_amount", 0)
    if max(shipping + tax, discount) > amount:
        return {
            "code": "amount_details_tax_shipping_discount_greater_than_amount",
            "message": (
                "The tax, shipping and discount in `amount_details` cannot be greater than "
                "the amount of the PaymentIntent."
            ),
        }
    total = shipping + tax - discount
    for item in items:
        line_tax = (item["tax"] or {}).get("total_tax_amount", 0)
        total += item["quantity"] * item["unit_cost"] + line_tax - (item["discount_amount"] or 0)
    if items and total != amount:
        return {
            "code": "amount_details_amount_mismatch",
            "message": (
                f"The sum of `amount_details` ({total}) does not match the amount of the "
                f"PaymentIntent ({amount})."
            ),
        }
    return None


def list_line_items(ctx: Context, identifier: str) -> Json:
    """List the line items of a PaymentIntent in the order of the request."""
    intent = get_for_caller(ctx, "payment_intents", identifier)
    url = f"/v1/payment_intents/{identifier}/amount_details_line_items"
    return paginate_items(intent[PRIVATE].get("line_items") or [], ctx.params, url)


OPERATIONS = {
    "GET payment_intents/*/amount_details_line_items": operation(list_line_items, LIST_LINE_ITEMS)
}
