"""PaymentIntents: build them from parameters, and apply parameters to them."""

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
from stub_server.stripe_sim.payments.intent_offers import offer_method_types
from stub_server.stripe_sim.payments.intent_params import build_automatic_payment_methods
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json

AMOUNT_TOO_SMALL_MESSAGE = (
    "The amount must be greater than or equal to the minimum charge amount allowed for your "
    "account and the currency set "
    "(https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts).  If you want to save "
    "a Payment Method for future use without an immediate payment, use a Setup Intent instead: "
    "https://docs.stripe.com/payments/setup-intents"
)
EMAIL_PATTERN = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)*\Z")
FORBIDDEN_CHARACTERS = "<>\\'\"*"
"""Characters that a statement descriptor cannot contain."""
COPIED_FIELDS = (
    "application_fee_amount",
    "description",
    "receipt_email",
    "setup_future_usage",
    "shipping",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "transfer_group",
)
APPLICATION_FEE_MESSAGE = (
    "Can only apply an application_fee_amount when the PaymentIntent is attempting a direct "
    "payment (using an OAuth key or Stripe-Account header) or destination payment (using "
    "`transfer_data[destination]`)."
)


def build_payment_intent(ctx: Context) -> Json:
    """Build a PaymentIntent. StripeError 400: wrong amount, currency, customer or type."""
    params = ctx.params
    for name in ("amount", "currency"):
        if name not in params:
            raise missing_param(name)
    currency = currency_of(params["currency"])
    _validate_positive(params["amount"])
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
        automatic_payment_methods=build_automatic_payment_methods(ctx),
        capture_method=versions.default_capture_method(ctx.version),
        client_secret=f"{identifier}_secret_{ctx.ids.token(25)}",
        confirmation_method=params.get("confirmation_method", "automatic"),
        created=ctx.now(),
        currency=currency,
        metadata={},
        payment_method_types=[],
        status=state_machine.INITIAL,
    )
    if intent["automatic_payment_methods"]:
        details = payment_method_configurations.build_details(ctx, params)
        intent["payment_method_configuration_details"] = details
    apply_params(ctx, intent)
    return intent


def apply_params(ctx: Context, intent: Json) -> None:
    """Apply the parameters of the request to the intent, except its method."""
    params = ctx.params
    _validate_texts(params)
    for name in COPIED_FIELDS:
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
        _validate_positive(params["amount"])
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
    offer_method_types(ctx, intent)


def _validate_positive(amount: int) -> None:
    """Raise StripeError 400 if the amount is below 1."""
    if amount < 1:
        raise invalid_request(AMOUNT_TOO_SMALL_MESSAGE, "amount", "parameter_invalid_integer")


def _validate_texts(params: Json) -> None:
    """Raise StripeError 400 for an invalid fee, email address or statement descriptor."""
    if params.get("application_fee_amount") and not params.get("transfer_data"):
        raise invalid_request(
            APPLICATION_FEE_MESSAGE, "application_fee_amount", "parameter_missing"
        )
    email = params.get("receipt_email")
    if email and not EMAIL_PATTERN.match(email):
        raise invalid_request(f"Invalid email address: {email}", "receipt_email", "email_invalid")
    for name in ("statement_descriptor", "statement_descriptor_suffix"):
        text = params.get(name)
        if text is None:
            continue
        for character in FORBIDDEN_CHARACTERS:
            if character in text:
                raise invalid_request(f"The statement descriptor cannot include {character}.", name)
        if not any("a" <= character <= "z" for character in text.lower()):
            raise invalid_request(
                "The statement descriptor must contain at least one Latin character.", name
            )
