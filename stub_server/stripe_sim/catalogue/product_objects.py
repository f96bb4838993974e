"""The Product itself: built from parameters, changed by them, stored."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request, resource_missing
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

KIND = "products"
UNPRINTABLE = "<>\\'\""
TAX_CODE = re.compile(r"txcd_\d{8}\Z")
PLAIN = (
    "active",
    "description",
    "name",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
)


def refuse_taken(ctx: Context, given: Json) -> None:
    """StripeError 400: there is a product of that id."""
    identifier = given.get("id")
    if identifier and ctx.find(KIND, identifier):
        raise StripeError(
            400, "Product already exists.", code="resource_already_exists", param="id"
        )


def filed(ctx: Context, given: Json) -> Json:
    """File a product that comes with its price; `product.created`."""
    record = made(ctx, given)
    ctx.save(KIND, record)
    ctx.emit("product.created", record)
    return record


def made(ctx: Context, given: Json) -> Json:
    """A product from parameters, not filed."""
    record: Json = new_object(
        "product",
        private={"account": ctx.account},
        id=given.get("id") or f"prod_{ctx.ids.token(14)}",
        active=True,
        created=ctx.now(),
        images=[],
        marketing_features=[],
        metadata={},
        name=given["name"],
        type=given.get("type", "service"),
        updated=ctx.now(),
    )
    apply(given, record)
    return record


def _check(given: Json, kind: str) -> None:
    """StripeError 400: words that no bank statement takes, or a tax code that there is not; or
    something that only a service has."""
    for name in ("statement_descriptor", "unit_label"):
        if given.get(name) and kind != "service":
            raise invalid_request(f"`{name}` may only be set if `type` is `service`.", name)
    words = given.get("statement_descriptor") or ""
    if set(words) & set(UNPRINTABLE) or (words and not any(sign.isalpha() for sign in words)):
        raise invalid_request(
            "The statement descriptor must contain at least one letter, and none of the "
            f"characters {' '.join(UNPRINTABLE)}.",
            "statement_descriptor",
        )
    code = given.get("tax_code")
    if code and not TAX_CODE.match(code):
        raise resource_missing("tax code", code, "tax_code", in_path=False)


def apply(given: Json, record: Json) -> None:
    """Change the product's members that are in the parameters. StripeError 400: they don't fit."""
    _check(given, record["type"])
    for name in PLAIN:
        if name in given:
            record[name] = given[name]
    for name in ("images", "marketing_features"):
        if name in given:
            record[name] = given[name] or []
    if "metadata" in given:
        record["metadata"] = merge_metadata(record["metadata"], given["metadata"])
    if "package_dimensions" in given:
        sizes = given["package_dimensions"]
        record["package_dimensions"] = sizes and complete("product/package_dimensions", sizes)
    if "tax_details" in given:
        details = given["tax_details"]
        record["tax_details"] = details and {
            name: details.get(name) for name in ("performance_location", "tax_code")
        }
