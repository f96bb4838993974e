"""The older Charges API: charges without a PaymentIntent, of a token or a customer's card."""

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
from stub_server.stripe_sim.payments import charge_objects, charges
from stub_server.stripe_sim.payments.card_decision import CardUse, Decline, decide
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

DESCRIPTOR = adjust(longest=22)
CHARGE_OVERLAY: Overlay = {
    "amount": Int(least=1),
    "statement_descriptor": DESCRIPTOR,
    "statement_descriptor_suffix": DESCRIPTOR,
}
CREATE = declared_params(
    "POST charges", CHARGE_OVERLAY, destination=Opaque(), shipping=SHIPPING, transfer_data=Opaque()
)
CAPTURE = declared_params(
    "POST charges/*/capture", CHARGE_OVERLAY, transfer_data={"amount": Int(least=0)}
)
COPIED_FIELDS = (
    "application_fee_amount",
    "description",
    "on_behalf_of",
    "receipt_email",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
HOLD_SECONDS = 7 * 86_400
"""Seconds until an authorization expires."""


def create(ctx: Context) -> Json | StripeError:
    """Charge the card of a token or a customer. Return the error of a decline (402)."""
    payment = _build_payment(ctx)
    method, source = _get_method_and_card(ctx)
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
    charge = charge_objects.build_charge(ctx, payment, method, "failed" if decline else "succeeded")
    charge["source"] = public(source)
    if decline:
        charge_objects.set_decline(charge, card, decline)
        ctx.save(charge_objects.TABLE, charge)
        ctx.emit("charge.failed", charge)
        error = payment_methods.decline_error(decline)
        error.details["charge"] = charge["id"]
        return error
    if ctx.params.get("capture", True):
        _capture_amount(ctx, charge, charge["amount"])
    else:
        charge["payment_method_details"]["card"]["capture_before"] = ctx.now() + HOLD_SECONDS
    ctx.save(charge_objects.TABLE, charge)
    ctx.emit("charge.succeeded", charge)
    return charge


def _build_payment(ctx: Context) -> Json:
    """Build the members that a charge copies. StripeError 400: wrong amount or currency."""
    params = ctx.params
    for name in ("amount", "currency"):
        if name not in params:
            raise missing_param(name)
    currency = currency_of(params["currency"])
    validate_amount(params["amount"], currency)
    return {
        **{name: params.get(name) for name in COPIED_FIELDS},
        "id": None,
        "amount": params["amount"],
        "currency": currency,
        "customer": params.get("customer"),
        "metadata": merge_metadata({}, params.get("metadata")),
        "shipping": charge_objects.build_shipping(params.get("shipping")),
        PRIVATE: {},
    }


def _get_method_and_card(ctx: Context) -> tuple[Json, Json]:
    """Return the PaymentMethod and the Card to charge. StripeError 400, 402: there is none."""
    source, customer = ctx.params.get("source"), ctx.params.get("customer")
    if customer is None:
        if source is None:
            raise invalid_request("Must provide source or customer.")
        return sources.build_from_token(ctx, source)
    owner = ctx.get("customers", customer, "customer", "customer", in_path=False)
    card_id = source or owner["default_source"]
    if card_id is None:
        raise StripeError(
            402,
            "Cannot charge a customer that has no active card",
            error_type="card_error",
            code="missing",
            param="card",
        )
    card = ctx.find(sources.TABLE, card_id)
    if card is None or card["customer"] != customer:
        raise invalid_request(
            f"Customer {customer} does not have a linked source with ID {card_id}.",
            "source",
            "missing",
        )
    return payment_methods.resolve(ctx, card_id, in_path=False), card


def _capture_amount(ctx: Context, charge: Json, amount: int) -> None:
    """Capture an amount of the charge (in the smallest unit); the charge is not saved."""
    charge["amount_captured"], charge["captured"] = amount, True
    charge["balance_transaction"] = balance_transactions.record_entry(ctx, charge, amount, "charge")


def capture(ctx: Context, identifier: str) -> Json:
    """Capture an authorized charge, in full or in part.

    StripeError 400: the charge is captured, belongs to a PaymentIntent, or holds no funds.
    """
    before = charges.retrieve(ctx, identifier)
    if before["captured"]:
        raise invalid_request(
            f"Charge {identifier} has already been captured.", code="charge_already_captured"
        )
    if before["payment_intent"]:
        raise invalid_request(
            "This uncaptured Charge was created by a PaymentIntent "
            f"({before['payment_intent']}). You must capture the PaymentIntent instead. "
            "For more information, see "
            "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
        )
    if before["refunded"] or before["status"] != "succeeded":
        raise invalid_request(f"Charge {identifier} holds nothing that could be captured.")
    authorized_amount: int = before["amount"]
    amount: int = ctx.params.get("amount", authorized_amount)
    if amount > authorized_amount:
        raise invalid_request(
            f"The amount to capture ({format_amount(amount, before['currency'])}) is "
            "greater than the amount that was authorized "
            f"({format_amount(authorized_amount, before['currency'])}).",
            "amount",
            "amount_too_large",
        )
    charge: Json = {
        **before,
        **{name: ctx.params[name] for name in COPIED_FIELDS if name in ctx.params},
    }
    charge["amount_refunded"] = authorized_amount - amount
    _capture_amount(ctx, charge, amount)
    ctx.save(charge_objects.TABLE, charge)
    ctx.emit("charge.captured", charge, before)
    return charge


OPERATIONS = {
    "POST charges": operation(create, CREATE),
    "POST charges/*/capture": operation(capture, CAPTURE),
}
