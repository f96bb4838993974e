"""Cards that a customer keeps as sources, in the older way; each is a PaymentMethod too."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import bad, missing, no_such
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET
from stub_server.stripe_sim.params.types import merged_metadata
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


def of_token(world: World, call: Call, token: str, param: str = "source") -> tuple[Json, Json]:
    """The PaymentMethod and the Card behind a token, of one id, neither filed.

    StripeError 400: there is no such token, or it was used.
    """
    if not tokens.is_card(world, call, token):
        raise no_such("token", token, param, in_path=False)
    typed = world.books.get(tokens.KIND, call.account, token)
    method = made(world, call, {"type": "card", "card": {"token": token}})
    card: Json
    if typed is not None:
        card = {**typed["card"]}
    else:
        card = tokens.printed(world, call, {"cvc": "ready"}, method["card"])
    payment_methods.checked(method)
    card |= {ours: method["card"]["checks"][theirs] for ours, theirs in CHECKS.items()}
    method["id"], card["customer"] = card["id"], None
    return method, card


def kept(world: World, call: Call, method: Json, card: Json, customer: str) -> None:
    """File the card as the customer's; `customer.source.created`. StripeError 402: declined."""
    payment_methods.refuse_kept(method)
    method["customer"] = card["customer"] = customer
    card[PRIVATE] = {"account": call.account, "filed": world.now()}
    world.books.put(payment_methods.KIND, method)
    world.books.put(KIND, card)
    world.emit(call, "customer.source.created", card)


def create(world: World, call: Call, customer: str) -> Json:
    """One more card for a customer; the first is the default."""
    owner = _owner(world, call, customer)
    if "source" not in call.params:
        raise missing("source")
    method, card = of_token(world, call, call.params["source"])
    card["metadata"] = merged_metadata({}, call.params.get("metadata"))
    kept(world, call, method, card, customer)
    if owner["default_source"] is None:
        _make_default(world, call, owner, card["id"])
    return card


def _owner(world: World, call: Call, customer: str) -> Json:
    return world.find("customers", call, customer, "customer", "customer", in_path=True)


def _make_default(world: World, call: Call, owner: Json, card: str | None) -> None:
    after = {**owner, "default_source": card}
    world.books.put("customers", after)
    world.emit(call, "customer.updated", after, owner)


def retrieve(world: World, call: Call, customer: str, identifier: str) -> Json:
    """One card of the customer."""
    _owner(world, call, customer)
    card = world.books.get(KIND, call.account, identifier)
    if card is None or card["customer"] != customer:
        raise no_such("source", identifier, "id", in_path=True)
    return card


def update(world: World, call: Call, customer: str, identifier: str) -> Json:
    """Holder, address, expiry and metadata may change; `customer.source.updated`."""
    before, params = retrieve(world, call, customer, identifier), call.params
    card = {**before, **{name: params[name] for name in params if name in tokens.ADDRESS}}
    if "name" in params:
        card["name"] = params["name"]
    if "metadata" in params:
        card["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    for name in ("exp_month", "exp_year"):
        if name in params:
            if not params[name].isdigit():
                raise bad(f"Invalid integer: {params[name]}", name)
            card[name] = int(params[name])
    cards.check_expiry(world, card)
    world.books.put(KIND, card)
    _update_method(world, call, card)
    world.emit(call, "customer.source.updated", card, before)
    return card


def _update_method(world: World, call: Call, card: Json) -> None:
    """The PaymentMethod that the card is tells the same."""
    method = payment_methods.resolved(world, call, card["id"], in_path=False)
    method["card"] |= {name: card[name] for name in ("exp_month", "exp_year")}
    address = {theirs: card[ours] for ours, theirs in tokens.ADDRESS.items()}
    method["billing_details"] |= {"name": card["name"], "address": address}
    world.books.put(payment_methods.KIND, method)


def delete(world: World, call: Call, customer: str, identifier: str) -> Json:
    """Take the card away; the newest that is left takes its place as the default."""
    card = retrieve(world, call, customer, identifier)
    gone(world, call, card)
    owner = _owner(world, call, customer)
    if owner["default_source"] == identifier:
        _make_default(world, call, owner, _newest(world, call, customer))
    return {"id": identifier, "object": "card", "deleted": True}


def gone(world: World, call: Call, card: Json) -> None:
    """Take the card out of the books; `customer.source.deleted`."""
    method = payment_methods.resolved(world, call, card["id"], in_path=False)
    world.books.delete(payment_methods.KIND, method)
    world.books.delete(KIND, card)
    world.emit(call, "customer.source.deleted", card)


def _newest(world: World, call: Call, customer: str) -> str | None:
    shelf = world.books.shelf(KIND, call.account)
    places = shelf.places_of({"customer": customer}, 0, len(shelf.ids))
    return next((shelf.ids[place] for place in places), None)


def many(world: World, call: Call, customer: str) -> Json:
    """The customer's cards; of other sources there are none here."""
    _owner(world, call, customer)
    wanted = {} if call.params.get("object", "card") in ("card", "source") else {"object": ""}
    url = f"/v1/customers/{customer}/sources"
    return page(world, call, KIND, url, {"customer": customer, **wanted})


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
