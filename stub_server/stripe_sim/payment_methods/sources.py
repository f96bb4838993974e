"""Cards that a customer keeps as sources, in the older way; each is a PaymentMethod too."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import bad, missing, no_such
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET
from stub_server.stripe_sim.params.types import merged_metadata
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
"""What the issuer said: a card's names for it, and a PaymentMethod's."""


def build_of_token(ctx: Context, token: str, param: str = "source") -> tuple[Json, Json]:
    """The PaymentMethod and the Card behind a token, of one id, neither filed.

    StripeError 400: there is no such token, or it was used.
    """
    if not tokens.is_card(ctx, token):
        raise no_such("token", token, param, in_path=False)
    typed = ctx.find(tokens.TABLE, token)
    method = build_payment_method(ctx, {"type": "card", "card": {"token": token}})
    card: Json
    if typed is not None:
        card = {**typed["card"]}
    else:
        card = tokens.build_card(ctx, {"cvc": "ready"}, method["card"])
    payment_methods.update_checks(method)
    card |= {ours: method["card"]["checks"][theirs] for ours, theirs in CHECK_FIELDS.items()}
    method["id"], card["customer"] = card["id"], None
    return method, card


def save_source(ctx: Context, method: Json, card: Json, customer: str) -> None:
    """File the card as the customer's; `customer.source.created`. StripeError 402: declined."""
    payment_method_attachment.validate_attachable(method)
    method["customer"] = card["customer"] = customer
    card[PRIVATE] = {"account": ctx.account, "filed": ctx.now()}
    ctx.save(payment_methods.TABLE, method)
    ctx.save(TABLE, card)
    ctx.emit("customer.source.created", card)


def create(ctx: Context, customer: str) -> Json:
    """One more card for a customer; the first is the default."""
    owner = _get_customer(ctx, customer)
    if "source" not in ctx.params:
        raise missing("source")
    method, card = build_of_token(ctx, ctx.params["source"])
    card["metadata"] = merged_metadata({}, ctx.params.get("metadata"))
    save_source(ctx, method, card, customer)
    if owner["default_source"] is None:
        _set_default(ctx, owner, card["id"])
    return card


def _get_customer(ctx: Context, customer: str) -> Json:
    return ctx.get("customers", customer, "customer", "customer", in_path=True)


def _set_default(ctx: Context, owner: Json, card: str | None) -> None:
    after = {**owner, "default_source": card}
    ctx.save("customers", after)
    ctx.emit("customer.updated", after, owner)


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """One card of the customer."""
    _get_customer(ctx, customer)
    card = ctx.find(TABLE, identifier)
    if card is None or card["customer"] != customer:
        raise no_such("source", identifier, "id", in_path=True)
    return card


def update(ctx: Context, customer: str, identifier: str) -> Json:
    """Holder, address, expiry and metadata may change; `customer.source.updated`."""
    before, params = retrieve(ctx, customer, identifier), ctx.params
    card = {**before, **{name: params[name] for name in params if name in tokens.ADDRESS_FIELDS}}
    if "name" in params:
        card["name"] = params["name"]
    if "metadata" in params:
        card["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    for name in ("exp_month", "exp_year"):
        if name in params:
            if not params[name].isdigit():
                raise bad(f"Invalid integer: {params[name]}", name)
            card[name] = int(params[name])
    cards.validate_expiry(ctx, card)
    ctx.save(TABLE, card)
    _update_method(ctx, card)
    ctx.emit("customer.source.updated", card, before)
    return card


def _update_method(ctx: Context, card: Json) -> None:
    """The PaymentMethod that the card is tells the same."""
    method = payment_methods.resolve(ctx, card["id"], in_path=False)
    method["card"] |= {name: card[name] for name in ("exp_month", "exp_year")}
    address = {theirs: card[ours] for ours, theirs in tokens.ADDRESS_FIELDS.items()}
    method["billing_details"] |= {"name": card["name"], "address": address}
    ctx.save(payment_methods.TABLE, method)


def delete(ctx: Context, customer: str, identifier: str) -> Json:
    """Take the card away; the newest that is left takes its place as the default."""
    card = retrieve(ctx, customer, identifier)
    delete_source(ctx, card)
    owner = _get_customer(ctx, customer)
    if owner["default_source"] == identifier:
        _set_default(ctx, owner, _newest_card_of(ctx, customer))
    return {"id": identifier, "object": "card", "deleted": True}


def delete_source(ctx: Context, card: Json) -> None:
    """Take the card out of the books; `customer.source.deleted`."""
    method = payment_methods.resolve(ctx, card["id"], in_path=False)
    ctx.delete(payment_methods.TABLE, method)
    ctx.delete(TABLE, card)
    ctx.emit("customer.source.deleted", card)


def _newest_card_of(ctx: Context, customer: str) -> str | None:
    shelf = ctx.index(TABLE)
    places = shelf.places_of({"customer": customer}, 0, len(shelf.ids))
    return next((shelf.ids[place] for place in places), None)


def list_sources(ctx: Context, customer: str) -> Json:
    """The customer's cards; of other sources there are none here."""
    _get_customer(ctx, customer)
    wanted = {} if ctx.params.get("object", "card") in ("card", "source") else {"object": ""}
    url = f"/v1/customers/{customer}/sources"
    return page(ctx, TABLE, url, {"customer": customer, **wanted})


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
