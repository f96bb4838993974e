"""What the amount of a PaymentIntent is made of: items, shipping, tax and discount, as told."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import part
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.params.common import PAGE
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Kind, Str
from stub_server.stripe_sim.payments.intent_methods import bound
from stub_server.stripe_sim.store.schema import PRIVATE, Json

PLACE = Str(unset=True, longest=10)
TAX = Hash({"total_tax_amount": Int(least=0)}, required=("total_tax_amount",), unset=True)
OF_METHODS = {
    "card": ("commodity_code",),
    "card_present": ("commodity_code",),
    "klarna": ("image_url", "product_url", "reference", "subscription_reference"),
    "paypal": ("description", "sold_by"),
}
_ITEM: Mapping[str, Kind] = {
    "discount_amount": Int(least=1),
    "payment_method_options": Hash(
        {
            kind: Hash(
                {
                    **{name: Str() for name in names},
                    **(
                        {"category": Enum(("digital_goods", "donation", "physical_goods"))}
                        if kind == "paypal"
                        else {}
                    ),
                }
            )
            for kind, names in OF_METHODS.items()
        }
    ),
    "product_code": Str(longest=12),
    "product_name": Str(longest=1024),
    "quantity": Int(least=1),
    "tax": TAX,
    "unit_cost": Int(least=0),
    "unit_of_measure": Str(),
}
AMOUNT_DETAILS = Hash(
    {
        "discount_amount": Int(least=1, unset=True),
        "enforce_arithmetic_validation": Bool(),
        "line_items": Array(
            Hash(_ITEM, required=("product_name", "quantity", "unit_cost")),
            unset=True,
            longest=200,
        ),
        "shipping": Hash(
            {
                "amount": Int(least=0, unset=True),
                "from_postal_code": PLACE,
                "to_postal_code": PLACE,
            },
            unset=True,
        ),
        "tax": TAX,
    },
    unset=True,
)
LINES: Mapping[str, Kind] = PAGE
SHOWN = ("discount_amount", "shipping", "tax")


def apply(world: World, call: Call, intent: Json) -> None:
    """Put the details on the intent. StripeError 400: they do not add up, and they should."""
    given = call.params["amount_details"]
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
        names = ("amount", "from_postal_code", "to_postal_code")
        details["shipping"] = {name: given["shipping"].get(name) for name in names}
    if "line_items" in given:
        items = [_item(world, call, line) for line in given["line_items"] or ()]
        intent[PRIVATE]["line_items"] = items
    wrong = _wrong(details, intent[PRIVATE].get("line_items") or [], intent["amount"])
    if wrong and given.get("enforce_arithmetic_validation", True):
        raise bad(wrong["message"], "amount_details", wrong["code"])
    if wrong:
        details["error"] = wrong
    intent["amount_details"] = details


def _item(world: World, call: Call, given: Json) -> Json:
    options = {
        kind: each if kind == "paypal" else {name: each.get(name) for name in OF_METHODS[kind]}
        for kind, each in (given.get("payment_method_options") or {}).items()
    }
    item = {name: given.get(name) for name in _ITEM}
    return {
        "id": world.new_id("uli", call.account),
        "object": "payment_intent_amount_details_line_item",
        **item,
        "payment_method_options": options or None,
    }


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


def lines(world: World, call: Call, identifier: str) -> Json:
    """The items that the caller named, in their order."""
    intent = bound(world, call, "payment_intents", identifier)
    url = f"/v1/payment_intents/{identifier}/amount_details_line_items"
    return part(intent[PRIVATE].get("line_items") or [], call.params, url)


OPERATIONS = {
    "GET payment_intents/*/amount_details_line_items": operation(lines, PAGE),
}
