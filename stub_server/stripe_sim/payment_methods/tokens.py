"""Tokens: a card, typed once and used once."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import (
    StripeError,
    invalid_request,
    resource_missing,
    unknown_params,
)
from stub_server.stripe_sim.params.common import BROWSER_PARAMS
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT, adjust
from stub_server.stripe_sim.params.types import Enum, Hash, Opaque, Str
from stub_server.stripe_sim.payment_methods import cards
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.outcomes import Card, cards_by_name

KIND = "tokens"
NOTHING_GIVEN = (
    "You must supply either a card, customer, PII data, bank account, or account legal entity to "
    "create a token."
)
ADDRESS = {
    "address_city": "city",
    "address_country": "country",
    "address_line1": "line1",
    "address_line2": "line2",
    "address_state": "state",
    "address_zip": "postal_code",
}
"""The members of a card's address, and what a PaymentMethod calls them."""
WALLETS = {"apple_pay": "apple_pay", "android_pay": "google_pay"}
"""What a token calls a wallet, and what a PaymentMethod does."""
OTHERS = {"account": "ct", "cvc_update": "cvctok", "person": "cpt", "pii": "pii"}
"""What else a token may stand for, with the prefix of its id."""

BANK_ACCOUNT = Hash(
    {
        "account_holder_name": Str(),
        "account_holder_type": Enum(("company", "individual")),
        "account_number": Str(),
        "account_type": Enum(("checking", "futsu", "savings", "toza")),
        "country": Str(),
        "currency": Str(),
        "routing_number": Str(),
    },
    required=("account_number", "country"),
)
CREATE = declared_params(
    "POST tokens",
    account=Opaque(),
    bank_account=BANK_ACCOUNT,
    card=adjust(
        {"networks": {"preferred": Str()}},
        also={"tokenization_method": Enum(tuple(WALLETS))},
        required=(),
    ),
    customer=OMIT,
    person=Opaque(),
    also=BROWSER_PARAMS,
)
RETRIEVE = declared_params("GET tokens/*", also=BROWSER_PARAMS)


def create(
    ctx: Context,
) -> Json:
    """A token of a typed card, or of something else, for which it stands nowhere here."""
    params = ctx.params
    if "bank_account" in params:
        return _of_bank_account(ctx, params["bank_account"])
    for kind, prefix in OTHERS.items():
        if kind in params:
            return _filed(ctx, _blank(ctx, prefix, kind))
    if "card" not in params:
        raise invalid_request(NOTHING_GIVEN)
    typed = params["card"]
    if isinstance(typed, str):
        raise resource_missing("token", typed, "card", in_path=False)
    if typed.get("tokenization_method") and not ctx.publishable:
        raise unknown_params(["card[tokenization_method]"])
    record = _blank(ctx, "tok", "card")
    holder: Json = {PRIVATE: record[PRIVATE]}
    cards.fill(ctx, holder, _numbers(typed))
    billing = {"name": typed.get("name"), "address": _address(typed)}
    record[PRIVATE] |= {"method": holder["card"], "billing": billing}
    record["card"] = printed(ctx, typed, holder["card"])
    return _filed(ctx, record)


def _of_bank_account(ctx: Context, typed: Json) -> Json:
    """The bank account as it was typed; the bank is Stripe's for tests."""
    record = _blank(ctx, "btok", "bank_account")
    number = typed["account_number"].replace(" ", "")
    plain = ("account_holder_name", "account_holder_type", "account_type", "routing_number")
    record["bank_account"] = {
        "id": ctx.new_id("ba"),
        "object": "bank_account",
        **{name: typed.get(name) for name in plain},
        "bank_name": "STRIPE TEST BANK",
        "country": typed["country"],
        "currency": typed.get("currency", "eur"),
        "fingerprint": cards.fingerprint(number, ctx.account),
        "last4": number[-4:],
        "status": "new",
    }
    return _filed(ctx, record)


def _numbers(typed: Json) -> Json:
    """The card as a PaymentMethod is told it: here month and year may be words."""
    given: Json = {name: typed[name] for name in ("number", "cvc", "networks") if name in typed}
    for name in ("exp_month", "exp_year"):
        if name in typed:
            if not typed[name].isdigit():
                raise invalid_request(f"Invalid integer: {typed[name]}", f"card[{name}]")
            given[name] = int(typed[name])
    wallet = WALLETS.get(typed.get("tokenization_method", ""))
    return given | ({"wallet": wallet} if wallet else {})


def _address(typed: Json) -> Json:
    return {ours: typed.get(theirs) for theirs, ours in ADDRESS.items()}


def _blank(ctx: Context, prefix: str, kind: str) -> Json:
    return new_object(
        "token",
        private={"account": ctx.account},
        id=ctx.new_id(prefix),
        client_ip="127.0.0.1",
        created=ctx.now(),
        type=kind,
        used=False,
    )


def printed(ctx: Context, typed: Json, method: Json) -> Json:
    """The Card object of a typed card: what was typed, and what its PaymentMethod's hash says."""
    brands = {
        "visa": "Visa",
        "mastercard": "MasterCard",
        "amex": "American Express",
        "discover": "Discover",
        "diners": "Diners Club",
        "jcb": "JCB",
        "unionpay": "UnionPay",
    }
    plain = ("country", "exp_month", "exp_year", "fingerprint", "funding", "last4")
    return {
        "id": ctx.new_id("card"),
        "object": "card",
        **{name: typed.get(name) for name in ADDRESS},
        "address_line1_check": "unchecked" if typed.get("address_line1") else None,
        "address_zip_check": "unchecked" if typed.get("address_zip") else None,
        "brand": brands.get(method["brand"], "Unknown"),
        **{name: method[name] for name in plain},
        "cvc_check": "unchecked" if "cvc" in typed else None,
        "dynamic_last4": None,
        "metadata": {},
        "name": typed.get("name"),
        "networks": {"preferred": method["networks"]["preferred"]},
        "regulated_status": "unregulated",
        "tokenization_method": typed.get("tokenization_method"),
    }


def _filed(ctx: Context, record: Json) -> Json:
    ctx.simulation.objects.store.put(KIND, f"{record[PRIVATE]['account']}/{record['id']}", record)
    return record


def named(identifier: str) -> Card | None:
    """The test card of a ready token: tok_visa and its like."""
    return cards_by_name().get(identifier[4:]) if identifier.startswith("tok_") else None


def retrieve(ctx: Context, identifier: str) -> Json:
    """One token, used or not; for Stripe's test names a new one."""
    if (card := named(identifier)) is not None:
        record = _blank(ctx, "tok", "card")
        holder: Json = {PRIVATE: {**record[PRIVATE]}}
        cards.print_on(ctx, holder, card)
        billing = {"name": None, "address": _address({})}
        record[PRIVATE] = {**holder[PRIVATE], "method": holder["card"], "billing": billing}
        record["card"] = printed(ctx, {"cvc": "ready"}, holder["card"])
        return _filed(ctx, record)
    return ctx.get(KIND, identifier, "token", "token", in_path=True)


def is_card(ctx: Context, identifier: str) -> bool:
    """Whether it is a token of a card that was made here, or one of Stripe's ready ones."""
    record = ctx.find(KIND, identifier)
    return named(identifier) is not None if record is None else record["type"] == "card"


def spent(ctx: Context, identifier: str) -> Json | None:
    """The token, used up by this; None: it is not one that was made here.

    StripeError 400: it was used before.
    """
    record = ctx.find(KIND, identifier)
    if record is None:
        return None
    if record["used"]:
        raise StripeError(
            400,
            f"You cannot use a Stripe token more than once: {identifier}.",
            code="token_already_used",
        )
    record["used"] = True
    return _filed(ctx, record)


RESOURCE = Resource(
    object="token",
    table=KIND,
    operations={
        "POST tokens": operation(create, CREATE, browser=True),
        "GET tokens/*": operation(retrieve, RETRIEVE, browser=True),
    },
)
