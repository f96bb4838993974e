"""Cards in the older API for sources; each card is a PaymentMethod too."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import missing_param, resource_missing
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.numbers import parse_digits
from stub_server.stripe_sim.params.overlays import OMIT, UNSET
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods import (
    cards,
    payment_method_attachment,
    payment_methods,
    tokens,
)
from stub_server.stripe_sim.payment_methods.payment_method_objects import build_payment_method
from stub_server.stripe_sim.store.schema import PRIVATE, Json

TABLE = "cards"
CREATE = declared_params("POST customers/*/sources")
UPDATE = declared_params(
    "POST customers/*/sources/*",
    dict.fromkeys(tokens.ADDRESS_FIELDS, UNSET),
    account_holder_name=OMIT,
    account_holder_type=OMIT,
    name=UNSET,
    owner=OMIT,
)
LIST = declared_params("GET customers/*/sources")
RETRIEVE = declared_params("GET customers/*/sources/*")
DELETE = declared_params("DELETE customers/*/sources/*")
CHECK_FIELDS = {
    "address_line1_check": "address_line1_check",
    "address_zip_check": "address_postal_code_check",
    "cvc_check": "cvc_check",
}
"""Check of a card → check of a PaymentMethod."""


def build_from_token(ctx: Context, token: str, param: str = "source") -> tuple[Json, Json]:
    """Return the PaymentMethod and the Card of a token, with the same id, not stored.

    StripeError 400: the token is unknown or used.
    """
    if not tokens.is_card(ctx, token):
        raise resource_missing("token", token, param, in_path=False)
    token_object = ctx.find(tokens.TABLE, token)
    method = build_payment_method(ctx, {"type": "card", "card": {"token": token}})
    card: Json
    if token_object is not None:
        card = {**token_object["card"]}
    else:
        card = tokens.build_card(ctx, {"cvc": "ready"}, method["card"])
    payment_methods.update_checks(method)
    card |= {
        card_name: method["card"]["checks"][method_name]
        for card_name, method_name in CHECK_FIELDS.items()
    }
    method["id"], card["customer"] = card["id"], None
    return method, card


def save_source(ctx: Context, method: Json, card: Json, customer: str) -> None:
    """Store the card as the customer's; emit `customer.source.created`.

    StripeError 400, 402: it cannot be attached, or declines.
    """
    payment_method_attachment.validate_attachable(method)
    method["customer"] = card["customer"] = customer
    card[PRIVATE] = {"account": ctx.account, "filed": ctx.now()}
    ctx.save(payment_methods.TABLE, method)
    ctx.save(TABLE, card)
    ctx.emit("customer.source.created", card)


def create(ctx: Context, customer: str) -> Json:
    """Create a card for a customer; the first one becomes the default."""
    owner = _get_customer(ctx, customer)
    if "source" not in ctx.params:
        raise missing_param("source")
    method, card = build_from_token(ctx, ctx.params["source"])
    card["metadata"] = merge_metadata({}, ctx.params.get("metadata"))
    save_source(ctx, method, card, customer)
    if owner["default_source"] is None:
        _set_default(ctx, owner, card["id"])
    return card


def _get_customer(ctx: Context, customer: str) -> Json:
    """Return the customer. StripeError 404: there is none."""
    return ctx.get("customers", customer, "customer", "customer", in_path=True)


def _set_default(ctx: Context, owner: Json, card: str | None) -> None:
    """Set or clear the customer's `default_source`; emit `customer.updated`."""
    after = {**owner, "default_source": card}
    ctx.save("customers", after)
    ctx.emit("customer.updated", after, owner)


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """Return one card of the customer."""
    _get_customer(ctx, customer)
    card = ctx.find(TABLE, identifier)
    if card is None or card["customer"] != customer:
        raise resource_missing("source", identifier, "id", in_path=True)
    return card


def update(ctx: Context, customer: str, identifier: str) -> Json:
    """Update holder, address, expiry and metadata; emit `customer.source.updated`."""
    before, params = retrieve(ctx, customer, identifier), ctx.params
    card = {**before, **{name: params[name] for name in params if name in tokens.ADDRESS_FIELDS}}
    if "name" in params:
        card["name"] = params["name"]
    if "metadata" in params:
        card["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    for name in ("exp_month", "exp_year"):
        if name in params:
            card[name] = parse_digits(params[name], name)
    cards.validate_expiry(ctx, card)
    ctx.save(TABLE, card)
    _update_method(ctx, card)
    ctx.emit("customer.source.updated", card, before)
    return card


def _update_method(ctx: Context, card: Json) -> None:
    """Update the PaymentMethod of the card."""
    method = payment_methods.resolve(ctx, card["id"], in_path=False)
    method["card"] |= {name: card[name] for name in ("exp_month", "exp_year")}
    address = {
        method_name: card[card_name] for card_name, method_name in tokens.ADDRESS_FIELDS.items()
    }
    method["billing_details"] |= {"name": card["name"], "address": address}
    ctx.save(payment_methods.TABLE, method)


def delete(ctx: Context, customer: str, identifier: str) -> Json:
    """Delete a card; the newest remaining card becomes the default."""
    card = retrieve(ctx, customer, identifier)
    delete_source(ctx, card)
    owner = _get_customer(ctx, customer)
    if owner["default_source"] == identifier:
        _set_default(ctx, owner, _newest_card_of(ctx, customer))
    return {"id": identifier, "object": "card", "deleted": True}


def delete_source(ctx: Context, card: Json) -> None:
    """Delete the card and its PaymentMethod; emit `customer.source.deleted`."""
    method = payment_methods.resolve(ctx, card["id"], in_path=False)
    ctx.delete(payment_methods.TABLE, method)
    ctx.delete(TABLE, card)
    ctx.emit("customer.source.deleted", card)


def _newest_card_of(ctx: Context, customer: str) -> str | None:
    """Return the id of the customer's newest card, or None."""
    index = ctx.index(TABLE)
    positions = index.positions_of({"customer": customer}, 0, len(index.ids))
    return next((index.ids[position] for position in positions), None)


def list_sources(ctx: Context, customer: str) -> Json:
    """List the customer's cards; there are no sources of other types."""
    _get_customer(ctx, customer)
    object_filter = {} if ctx.params.get("object", "card") in ("card", "source") else {"object": ""}
    url = f"/v1/customers/{customer}/sources"
    return paginate(ctx, TABLE, url, {"customer": customer, **object_filter})


RESOURCE = Resource(
    object="card",
    table=TABLE,
    operations={
        "POST customers/*/sources": operation(create, CREATE),
        "GET customers/*/sources": operation(list_sources, LIST),
        "GET customers/*/sources/*": operation(retrieve, RETRIEVE),
        "POST customers/*/sources/*": operation(update, UPDATE),
        "DELETE customers/*/sources/*": operation(delete, DELETE),
        "GET customers/*/cards": operation(list_sources, LIST),
        "GET customers/*/cards/*": operation(retrieve, RETRIEVE),
    },
    filters=("customer", "object"),
)
