"""Cards that a customer keeps as sources, in the older way; each is a PaymentMethod too."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request, missing_param, resource_missing
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods import cards, payment_methods, tokens
from stub_server.stripe_sim.payment_methods.payment_method_objects import made
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "cards"
CREATE = declared_params("POST customers/*/sources")
UPDATE = declared_params(
    "POST customers/*/sources/*",
    dict.fromkeys(tokens.ADDRESS, UNSET),
    account_holder_name=OMIT,
    account_holder_type=OMIT,
    name=UNSET,
    owner=OMIT,
)
LIST = declared_params("GET customers/*/sources")
RETRIEVE = declared_params("GET customers/*/sources/*")
DELETE = declared_params("DELETE customers/*/sources/*")
CHECKS = {
    "address_line1_check": "address_line1_check",
    "address_zip_check": "address_postal_code_check",
    "cvc_check": "cvc_check",
}
"""What the issuer said: a card's names for it, and a PaymentMethod's."""


def of_token(ctx: Context, token: str, param: str = "source") -> tuple[Json, Json]:
    """The PaymentMethod and the Card behind a token, of one id, neither filed.

    StripeError 400: there is no such token, or it was used.
    """
    if not tokens.is_card(ctx, token):
        raise resource_missing("token", token, param, in_path=False)
    typed = ctx.find(tokens.KIND, token)
    method = made(ctx, {"type": "card", "card": {"token": token}})
    card: Json
    if typed is not None:
        card = {**typed["card"]}
    else:
        card = tokens.printed(ctx, {"cvc": "ready"}, method["card"])
    payment_methods.checked(method)
    card |= {ours: method["card"]["checks"][theirs] for ours, theirs in CHECKS.items()}
    method["id"], card["customer"] = card["id"], None
    return method, card


def kept(ctx: Context, method: Json, card: Json, customer: str) -> None:
    """File the card as the customer's; `customer.source.created`. StripeError 402: declined."""
    payment_methods.refuse_kept(method)
    method["customer"] = card["customer"] = customer
    card[PRIVATE] = {"account": ctx.account, "filed": ctx.now()}
    ctx.save(payment_methods.KIND, method)
    ctx.save(KIND, card)
    ctx.emit("customer.source.created", card)


def create(ctx: Context, customer: str) -> Json:
    """One more card for a customer; the first is the default."""
    owner = _owner(ctx, customer)
    if "source" not in ctx.params:
        raise missing_param("source")
    method, card = of_token(ctx, ctx.params["source"])
    card["metadata"] = merge_metadata({}, ctx.params.get("metadata"))
    kept(ctx, method, card, customer)
    if owner["default_source"] is None:
        _make_default(ctx, owner, card["id"])
    return card


def _owner(ctx: Context, customer: str) -> Json:
    return ctx.get("customers", customer, "customer", "customer", in_path=True)


def _make_default(ctx: Context, owner: Json, card: str | None) -> None:
    after = {**owner, "default_source": card}
    ctx.save("customers", after)
    ctx.emit("customer.updated", after, owner)


def retrieve(ctx: Context, customer: str, identifier: str) -> Json:
    """One card of the customer."""
    _owner(ctx, customer)
    card = ctx.find(KIND, identifier)
    if card is None or card["customer"] != customer:
        raise resource_missing("source", identifier, "id", in_path=True)
    return card


def update(ctx: Context, customer: str, identifier: str) -> Json:
    """Holder, address, expiry and metadata may change; `customer.source.updated`."""
    before, params = retrieve(ctx, customer, identifier), ctx.params
    card = {**before, **{name: params[name] for name in params if name in tokens.ADDRESS}}
    if "name" in params:
        card["name"] = params["name"]
    if "metadata" in params:
        card["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    for name in ("exp_month", "exp_year"):
        if name in params:
            if not params[name].isdigit():
                raise invalid_request(f"Invalid integer: {params[name]}", name)
            card[name] = int(params[name])
    cards.check_expiry(ctx, card)
    ctx.save(KIND, card)
    _update_method(ctx, card)
    ctx.emit("customer.source.updated", card, before)
    return card


def _update_method(ctx: Context, card: Json) -> None:
    """The PaymentMethod that the card is tells the same."""
    method = payment_methods.resolved(ctx, card["id"], in_path=False)
    method["card"] |= {name: card[name] for name in ("exp_month", "exp_year")}
    address = {theirs: card[ours] for ours, theirs in tokens.ADDRESS.items()}
    method["billing_details"] |= {"name": card["name"], "address": address}
    ctx.save(payment_methods.KIND, method)


def delete(ctx: Context, customer: str, identifier: str) -> Json:
    """Take the card away; the newest that is left takes its place as the default."""
    card = retrieve(ctx, customer, identifier)
    gone(ctx, card)
    owner = _owner(ctx, customer)
    if owner["default_source"] == identifier:
        _make_default(ctx, owner, _newest(ctx, customer))
    return {"id": identifier, "object": "card", "deleted": True}


def gone(ctx: Context, card: Json) -> None:
    """Take the card out of the books; `customer.source.deleted`."""
    method = payment_methods.resolved(ctx, card["id"], in_path=False)
    ctx.delete(payment_methods.KIND, method)
    ctx.delete(KIND, card)
    ctx.emit("customer.source.deleted", card)


def _newest(ctx: Context, customer: str) -> str | None:
    index = ctx.index(KIND)
    positions = index.positions_of({"customer": customer}, 0, len(index.ids))
    return next((index.ids[position] for position in positions), None)


def many(ctx: Context, customer: str) -> Json:
    """The customer's cards; of other sources there are none here."""
    _owner(ctx, customer)
    wanted = {} if ctx.params.get("object", "card") in ("card", "source") else {"object": ""}
    url = f"/v1/customers/{customer}/sources"
    return paginate(ctx, KIND, url, {"customer": customer, **wanted})


RESOURCE = Resource(
    object="card",
    table=KIND,
    operations={
        "POST customers/*/sources": operation(create, CREATE),
        "GET customers/*/sources": operation(many, LIST),
        "GET customers/*/sources/*": operation(retrieve, RETRIEVE),
        "POST customers/*/sources/*": operation(update, UPDATE),
        "DELETE customers/*/sources/*": operation(delete, DELETE),
        "GET customers/*/cards": operation(many, LIST),
        "GET customers/*/cards/*": operation(retrieve, RETRIEVE),
    },
    filters=("customer", "object"),
)
