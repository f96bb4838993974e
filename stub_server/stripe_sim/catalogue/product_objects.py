"""Product objects: built from parameters, changed, stored."""

from __future__ import annotations

import re

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request, resource_missing
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

TABLE = "products"
UNPRINTABLE = "<>\\'\""
"""Characters that a statement descriptor must not contain."""
TAX_CODE = re.compile(r"txcd_\d{8}\Z")
COPIED_FIELDS = (
    "active",
    "description",
    "name",
    "shippable",
    "statement_descriptor",
    "tax_code",
    "unit_label",
    "url",
)
"""Members that are equal to their parameters."""


def require_unused_id(ctx: Context, params: Json) -> None:
    """Raise StripeError 400 if a product with the id exists."""
    identifier = params.get("id")
    if identifier and ctx.find(TABLE, identifier):
        raise StripeError(
            400, "Product already exists.", code="resource_already_exists", param="id"
        )


def create_product(ctx: Context, params: Json) -> Json:
    """Store the product of a new price; emit `product.created`."""
    record = build_product(ctx, params)
    ctx.save(TABLE, record)
    ctx.emit("product.created", record)
    return record


def build_product(ctx: Context, params: Json) -> Json:
    """Return a product from parameters, not stored."""
    record: Json = new_object(
        "product",
        private={"account": ctx.account},
        id=params.get("id") or f"prod_{ctx.ids.token(14)}",
        active=True,
        created=ctx.now(),
        images=[],
        marketing_features=[],
        metadata={},
        name=params["name"],
        type=params.get("type", "service"),
        updated=ctx.now(),
    )
    apply_params(params, record)
    return record


def _validate(params: Json, product_type: str) -> None:
    """Raise StripeError 400 if statement descriptor, unit label or tax code is invalid."""
    for name in ("statement_descriptor", "unit_label"):
        if params.get(name) and product_type != "service":
            raise invalid_request(f"`{name}` may only be set if `type` is `service`.", name)
    descriptor = params.get("statement_descriptor") or ""
    if set(descriptor) & set(UNPRINTABLE) or (
        descriptor and not any(character.isalpha() for character in descriptor)
    ):
        raise invalid_request(
            "The statement descriptor must contain at least one letter, and none of the "
            f"characters {' '.join(UNPRINTABLE)}.",
            "statement_descriptor",
        )
    code = params.get("tax_code")
    if code and not TAX_CODE.match(code):
        raise resource_missing("tax code", code, "tax_code", in_path=False)


def apply_params(params: Json, record: Json) -> None:
    """Change the members that the parameters contain. StripeError 400: one is invalid."""
    _validate(params, record["type"])
    for name in COPIED_FIELDS:
        if name in params:
            record[name] = params[name]
    for name in ("images", "marketing_features"):
        if name in params:
            record[name] = params[name] or []
    if "metadata" in params:
        record["metadata"] = merge_metadata(record["metadata"], params["metadata"])
    if "package_dimensions" in params:
        dimensions = params["package_dimensions"]
        record["package_dimensions"] = dimensions and complete(
            "product/package_dimensions", dimensions
        )
    if "tax_details" in params:
        details = params["tax_details"]
        record["tax_details"] = details and {
            name: details.get(name) for name in ("performance_location", "tax_code")
        }
