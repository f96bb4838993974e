"""Charges made without a PaymentIntent: the way before it, for cards and those of customers."""

from __future__ import annotations

from stub_server.stripe_sim.account import balance_transactions
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.resource import operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.common import SHIPPING
from stub_server.stripe_sim.params.currencies import currency_of, format_amount, validate_amount
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import Overlay, adjust
from stub_server.stripe_sim.params.types import Int, Opaque, merge_metadata
from stub_server.stripe_sim.payment_methods import payment_methods, sources
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.payments import charges
from stub_server.stripe_sim.payments.card_decision import CardUse, Decline, decide
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

DESCRIPTOR = adjust(longest=22)
CHARGE: Overlay = {
    "amount": Int(least=1),
    "statement_descriptor": DESCRIPTOR,
    "statement_descriptor_suffix": DESCRIPTOR,
}
CREATE = declared_params(
    "POST charges", CHARGE, destination=Opaque(), shipping=SHIPPING, transfer_data=Opaque()
)
CAPTURE = declared_params("POST charges/*/capture", CHARGE, transfer_data={"amount": Int(least=0)})
KEPT = (
    "application_fee_amount",
    "description",
    "on_behalf_of",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
HELD = 7 * 86_400
"""Seconds that money is held before the authorization ends."""


def create(
    ctx: Context,
) -> Json | StripeError:
    """Charge a token's card, or a customer's. StripeError 402: the issuer says no."""
    order = _order(ctx)
    method, source = _paid_with(ctx)
    card = card_of(method)
    assert card is not None
    use = CardUse(
        decline=card.decline,
        off_session=True,
        set_up=bool(method[PRIVATE].get("set_up")),
        can_authenticate=False,
    )
    decision = decide(card, use)
    decline = decision.reason if isinstance(decision, Decline) else None
    charge = charges.made(ctx, order, method, "failed" if decline else "succeeded")
    charge["source"] = public(source)
    if decline:
        charges.refused(charge, card, decline)
        ctx.save(charges.KIND, charge)
        ctx.emit("charge.failed", charge)
        error = payment_methods.declined(decline)
        error.details["charge"] = charge["id"]
        return error
    if ctx.params.get("capture", True):
        _take(ctx, charge, charge["amount"])
    else:
        charge["payment_method_details"]["card"]["capture_before"] = ctx.now() + HELD
    ctx.save(charges.KIND, charge)
    ctx.emit("charge.succeeded", charge)
    return charge


def _order(ctx: Context) -> Json:
    """What is to be paid, as a charge asks for it. StripeError 400: amount or currency is wrong."""
    params = ctx.params
    for name in ("amount", "currency"):
        if name not in params:
            raise missing_param(name)
    currency = currency_of(params["currency"])
    validate_amount(params["amount"], currency)
    return {
        **{name: params.get(name) for name in KEPT},
        "id": None,
        "amount": params["amount"],
        "currency": currency,
        "customer": params.get("customer"),
        "metadata": merge_metadata({}, params.get("metadata")),
        "shipping": charges.shipping_of(params.get("shipping")),
        PRIVATE: {},
    }


def _paid_with(
    ctx: Context,
) -> tuple[Json, Json]:
    """The PaymentMethod and the Card that are charged. StripeError: there is none."""
    source, customer = ctx.params.get("source"), ctx.params.get("customer")
    if customer is None:
        if source is None:
            raise invalid_request("Must provide source or customer.")
        return sources.of_token(ctx, source)
    owner = ctx.get("customers", customer, "customer", "customer", in_path=False)
    wanted = source or owner["default_source"]
    if wanted is None:
        raise StripeError(
            402,
            "Cannot charge a customer that has no active card",
            error_type="card_error",
            code="missing",
            param="card",
        )
    card = ctx.find(sources.KIND, wanted)
    if card is None or card["customer"] != customer:
        raise invalid_request(
            f"Customer {customer} does not have a linked source with ID {wanted}.",
            "source",
            "missing",
        )
    return payment_methods.resolved(ctx, wanted, in_path=False), card


def _take(ctx: Context, charge: Json, amount: int) -> None:
    """Take so much of the charge into the balance; it is not filed."""
    charge["amount_captured"], charge["captured"] = amount, True
    charge["balance_transaction"] = balance_transactions.entered(ctx, charge, amount, "charge")


def capture(ctx: Context, identifier: str) -> Json:
    """Take what a charge holds, or less. StripeError 400: a PaymentIntent holds it, or nothing."""
    before = charges.retrieve(ctx, identifier)
    if before["captured"]:
        raise invalid_request(
            f"Charge {identifier} has already been captured.", code="charge_already_captured"
        )
    if before["payment_intent"]:
        raise invalid_request(
            f"This uncaptured Charge was created by a PaymentIntent ({before['payment_intent']}). "
            "You must capture the PaymentIntent instead. For more information, see "
            "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
        )
    if before["refunded"] or before["status"] != "succeeded":
        raise invalid_request(f"Charge {identifier} holds nothing that could be captured.")
    held: int = before["amount"]
    amount: int = ctx.params.get("amount", held)
    if amount > held:
        raise invalid_request(
            f"The amount to capture ({format_amount(amount, before['currency'])}) is greater than "
            "the "
            f"amount that was authorized ({format_amount(held, before['currency'])}).",
            "amount",
            "amount_too_large",
        )
    charge: Json = {**before, **{name: ctx.params[name] for name in KEPT if name in ctx.params}}
    charge["amount_refunded"] = held - amount
    _take(ctx, charge, amount)
    ctx.save(charges.KIND, charge)
    ctx.emit("charge.captured", charge, before)
    return charge


OPERATIONS = {
    "POST charges": operation(create, CREATE),
    "POST charges/*/capture": operation(capture, CAPTURE),
}
