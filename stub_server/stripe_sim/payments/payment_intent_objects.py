"""The PaymentIntent itself: made from parameters, and changed by them."""

from __future__ import annotations

import re

from stub_server.stripe_sim.account import payment_method_configurations
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, missing_param
from stub_server.stripe_sim.params import versions
from stub_server.stripe_sim.params.common import complete_address
from stub_server.stripe_sim.params.currencies import currency_of, validate_amount
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payments import amount_details, state_machine
from stub_server.stripe_sim.payments.intent_offers import offer
from stub_server.stripe_sim.payments.intent_params import automatic
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

TOO_LITTLE = (
    "The amount must be greater than or equal to the minimum charge amount allowed for your "
    "account and the currency set "
    "(https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save "
    "a Payment Method for future use without an immediate payment, use a Setup Intent instead: "
    "https://docs.stripe.com/payments/setup-intents"
)
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*\Z")
UNFIT = "<>\\'\"*"
"""Signs that no statement descriptor may have."""
WORDS = (
    "application_fee_amount",
    "description",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
NO_FEE = (
    "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct "
    "payment (using an OAuth key or Stripe-Account header) or destination payment (using "
    "`transfer_data[destination]`)."
)


def made(
    ctx: Context,
) -> Json:
    """A new intent, not filed. StripeError 400: the amount, the currency or a method is wrong."""
    params = ctx.params
    for name in ("amount", "currency"):
        if name not in params:
            raise missing_param(name)
    currency = currency_of(params["currency"])
    _check_positive(params["amount"])
    validate_amount(params["amount"], currency)
    identifier = ctx.new_id("pi")
    intent: Json = new_object(
        "payment_intent",
        private={"account": ctx.account},
        id=identifier,
        allowed_payment_method_types=params.get("allowed_payment_method_types"),
        amount=params["amount"],
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        automatic_payment_methods=automatic(ctx),
        capture_method=versions.capture_method(ctx.version),
        client_secret=f"{identifier}_secret_{ctx.ids.token(25)}",
        confirmation_method=params.get("confirmation_method", "automatic"),
        created=ctx.now(),
        currency=currency,
        metadata={},
        payment_method_types=[],
        status=state_machine.NEW,
    )
    if intent["automatic_payment_methods"]:
        details = payment_method_configurations.details(ctx, params)
        intent["payment_method_configuration_details"] = details
    apply(ctx, intent)
    return intent


def apply(ctx: Context, intent: Json) -> None:
    """Change the intent as the call's parameters say, all but its method."""
    params = ctx.params
    _check_words(params)
    for name in WORDS:
        if name in params:
            intent[name] = params[name]
    if params.get("shipping"):
        shipping = params["shipping"]
        address = complete_address(shipping["address"])
        intent["shipping"] = complete("payment_intent/shipping", {**shipping, "address": address})
    if "payment_details" in params:
        details = params["payment_details"] or {}
        intent["payment_details"] = complete("payment_intent/payment_details", details)
    if "metadata" in params:
        intent["metadata"] = merge_metadata(intent["metadata"], params["metadata"])
    if params.get("customer"):
        ctx.get("customers", params["customer"], "customer", "customer", in_path=False)
    if "customer" in params:
        intent["customer"] = params["customer"]
    if "currency" in params:
        intent["currency"] = currency_of(params["currency"])
    if "amount" in params:
        _check_positive(params["amount"])
        intent["amount"] = params["amount"]
    if "amount" in params or "currency" in params:
        validate_amount(intent["amount"], intent["currency"])
    if "capture_method" in params:
        intent["capture_method"] = params["capture_method"]
    for name in ("allowed_payment_method_types", "excluded_payment_method_types"):
        if name in params:
            intent[name] = params[name]
    if "amount_details" in params:
        amount_details.apply(ctx, intent)
    offer(ctx, intent)


def _check_positive(amount: int) -> None:
    """StripeError 400: nothing, or less."""
    if amount < 1:
        raise invalid_request(TOO_LITTLE, "amount", "parameter_invalid_integer")


def _check_words(params: Json) -> None:
    """StripeError 400: an address that is none, a descriptor that no statement can show."""
    if params.get("application_fee_amount") and not params.get("transfer_data"):
        raise invalid_request(NO_FEE, "application_fee_amount", "parameter_missing")
    email = params.get("receipt_email")
    if email and not EMAIL.match(email):
        raise invalid_request(f"Invalid email address: {email}", "receipt_email", "email_invalid")
    for name in ("statement_descriptor", "statement_descriptor_suffix"):
        text = params.get(name)
        if text is None:
            continue
        for sign in UNFIT:
            if sign in text:
                raise invalid_request(f"The statement descriptor cannot include {sign}.", name)
        if not any("a" <= sign <= "z" for sign in text.lower()):
            raise invalid_request(
                "The statement descriptor must contain at least one Latin character.", name
            )
