"""Tokens: card details for a single use."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import (
    StripeError,
    invalid_request,
    resource_missing,
    unknown_params,
)
from stub_server.stripe_sim.params.numbers import parse_digits
from stub_server.stripe_sim.payment_methods import cards
from stub_server.stripe_sim.payment_methods.token_params import CREATE, RETRIEVE, WALLETS
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.outcomes import Card, cards_by_name

TABLE = "tokens"
MISSING_SUBJECT = (
    "You must supply either a card, customer, PII data, bank account, or account legal "
    "entity to create a token."
)
ADDRESS_FIELDS = {
    "address_city": "city",
    "address_country": "country",
    "address_line1": "line1",
    "address_line2": "line2",
    "address_state": "state",
    "address_zip": "postal_code",
}
"""Address member of a Card → member of a PaymentMethod's address."""
OTHER_TYPES = {"account": "ct", "cvc_update": "cvctok", "person": "cpt", "pii": "pii"}
"""Other type of a token → prefix of its id."""


def create(ctx: Context) -> Json:
    """Create a token of a card or of a bank account; tokens of other types are blank."""
    params = ctx.params
    if "bank_account" in params:
        return _create_bank_account_token(ctx, params["bank_account"])
    for token_type, prefix in OTHER_TYPES.items():
        if token_type in params:
            return _save(ctx, _build_token(ctx, prefix, token_type))
    if "card" not in params:
        raise invalid_request(MISSING_SUBJECT)
    card = params["card"]
    if isinstance(card, str):
        raise resource_missing("token", card, "card", in_path=False)
    if card.get("tokenization_method") and not ctx.publishable:
        raise unknown_params(["card[tokenization_method]"])
    record = _build_token(ctx, "tok", "card")
    holder: Json = {PRIVATE: record[PRIVATE]}
    cards.set_card(ctx, holder, _build_card_params(card))
    billing = {"name": card.get("name"), "address": _build_address(card)}
    record[PRIVATE] |= {"method": holder["card"], "billing": billing}
    record["card"] = build_card(ctx, card, holder["card"])
    return _save(ctx, record)


def _create_bank_account_token(ctx: Context, params: Json) -> Json:
    """Store a token of a bank account at the Stripe Test Bank."""
    record = _build_token(ctx, "btok", "bank_account")
    number = params["account_number"].replace(" ", "")
    fields = ("account_holder_name", "account_holder_type", "account_type", "routing_number")
    record["bank_account"] = {
        "id": ctx.new_id("ba"),
        "object": "bank_account",
        **{name: params.get(name) for name in fields},
        "bank_name": "STRIPE TEST BANK",
        "country": params["country"],
        "currency": params.get("currency", "eur"),
        "fingerprint": cards.fingerprint(number, ctx.account),
        "last4": number[-4:],
        "status": "new",
    }
    return _save(ctx, record)


def _build_card_params(params: Json) -> Json:
    """Return the parameters of a PaymentMethod's card.

    StripeError 400: month or year is no integer.
    """
    card_params: Json = {
        name: params[name] for name in ("number", "cvc", "networks") if name in params
    }
    for name in ("exp_month", "exp_year"):
        if name in params:
            card_params[name] = parse_digits(params[name], f"card[{name}]")
    wallet = WALLETS.get(params.get("tokenization_method", ""))
    return card_params | ({"wallet": wallet} if wallet else {})


def _build_address(params: Json) -> Json:
    """Return the address in the names of a PaymentMethod."""
    return {method_name: params.get(card_name) for card_name, method_name in ADDRESS_FIELDS.items()}


def _build_token(ctx: Context, prefix: str, token_type: str) -> Json:
    """Return an unused token without its subject, not stored."""
    return new_object(
        "token",
        private={"account": ctx.account},
        id=ctx.new_id(prefix),
        client_ip="127.0.0.1",
        created=ctx.now(),
        type=token_type,
        used=False,
    )


def build_card(ctx: Context, params: Json, method: Json) -> Json:
    """Return the Card object of card parameters and of the card of a PaymentMethod."""
    brands = {
        "visa": "Visa",
        "mastercard": "MasterCard",
        "amex": "American Express",
        "discover": "Discover",
        "diners": "Diners Club",
        "jcb": "JCB",
        "unionpay": "UnionPay",
    }
    fields = ("country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    return {
        "id": ctx.new_id("card"),
        "object": "card",
        **{name: params.get(name) for name in ADDRESS_FIELDS},
        "address_line1_check": "unchecked" if params.get("address_line1") else None,
        "address_zip_check": "unchecked" if params.get("address_zip") else None,
        "brand": brands.get(method["brand"], "Unknown"),
        **{name: method[name] for name in fields},
        "cvc_check": "unchecked" if "cvc" in params else None,
        "dynamic_last4": None,
        "metadata": {},
        "name": params.get("name"),
        "networks": {"preferred": method["networks"]["preferred"]},
        "regulated_status": "unregulated",
        "tokenization_method": params.get("tokenization_method"),
    }


def _save(ctx: Context, record: Json) -> Json:
    """Store the token and return it."""
    ctx.simulation.objects.store.put(TABLE, f"{record[PRIVATE]['account']}/{record['id']}", record)
    return record


def test_card_of(identifier: str) -> Card | None:
    """Return the test card of a token such as `tok_visa`, or None."""
    return cards_by_name().get(identifier[4:]) if identifier.startswith("tok_") else None


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one token, used or not; create one for a test token such as `tok_visa`."""
    if (card := test_card_of(identifier)) is not None:
        record = _build_token(ctx, "tok", "card")
        holder: Json = {PRIVATE: {**record[PRIVATE]}}
        cards.set_test_card(ctx, holder, card)
        billing = {"name": None, "address": _build_address({})}
        record[PRIVATE] = {**holder[PRIVATE], "method": holder["card"], "billing": billing}
        record["card"] = build_card(ctx, {"cvc": "ready"}, holder["card"])
        return _save(ctx, record)
    return ctx.get(TABLE, identifier, "token", "token", in_path=True)


def is_card(ctx: Context, identifier: str) -> bool:
    """Return whether the token is a stored token of a card, or a test token."""
    record = ctx.find(TABLE, identifier)
    return test_card_of(identifier) is not None if record is None else record["type"] == "card"


def consume(ctx: Context, identifier: str) -> Json | None:
    """Mark a stored token as used and return it, or None for others.

    StripeError 400: it is used.
    """
    record = ctx.find(TABLE, identifier)
    if record is None:
        return None
    if record["used"]:
        raise StripeError(
            400,
            f"You cannot use a Stripe token more than once: {identifier}.",
            code="token_already_used",
        )
    record["used"] = True
    return _save(ctx, record)


RESOURCE = Resource(
    object="token",
    table=TABLE,
    operations={
        "POST tokens": operation(create, CREATE, browser=True),
        "GET tokens/*": operation(retrieve, RETRIEVE, browser=True),
    },
)
