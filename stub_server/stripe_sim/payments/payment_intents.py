"""PaymentIntents: create, update, confirm, and the lists of them."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import page
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, bad, missing
from stub_server.stripe_sim.params.currencies import shown
from stub_server.stripe_sim.payments import (
    confirm_payment,
    intent_methods,
    intent_params,
    intent_status_validation,
    intent_views,
    next_actions,
    payment_intent_params,
    state_machine,
)
from stub_server.stripe_sim.payments.payment_intent_objects import (
    apply_params,
    build_payment_intent,
)
from stub_server.stripe_sim.store.schema import Json

TABLE = "payment_intents"

DESCRIPTOR_MESSAGE = (
    "The `statement_descriptor` parameter is not supported for card payments. Please use "
    "`statement_descriptor_suffix` instead."
)
OPEN_ONLY_PARAMS = (
    "amount",
    "currency",
    "payment_method",
    "payment_method_data",
    "customer",
    "capture_method",
)
"""Parameters that may change only while the intent is open."""


def create(
    ctx: Context,
) -> Json | StripeError:
    """Create a PaymentIntent, and confirm it if requested; `payment_intent.created`."""
    intent_params.validate_method_type_params(ctx)
    intent_params.validate_unconfirmed_params(ctx, "payment_intent")
    intent = build_payment_intent(ctx)
    confirm = ctx.params.get("confirm")
    if confirm:
        intent_methods.apply_confirm_params(ctx, intent)
        if "confirmation_token" in ctx.params:
            apply_params(ctx, intent)
        _use_default_source(ctx, intent)
    method = intent_methods.set_method(ctx, intent)
    if confirm:
        method = _require_confirmable_method(ctx, intent, method)
    ctx.save(TABLE, intent)
    ctx.emit("payment_intent.created", intent)
    if not confirm or method is None:
        return intent
    return _confirm(ctx, intent, method)


def _use_default_source(ctx: Context, intent: Json) -> None:
    """Use the customer's default source if the request has no method, as the Charges API does."""
    if intent["customer"] is None or ctx.params.keys() & {"payment_method", "payment_method_data"}:
        return
    owner = ctx.get("customers", intent["customer"], "customer", "customer", in_path=False)
    if owner["default_source"]:
        intent["source"] = ctx.params["payment_method"] = owner["default_source"]


def retrieve(ctx: Context, identifier: str) -> Json:
    """Retrieve a PaymentIntent; a publishable key needs the client secret."""
    return intent_methods.get_for_caller(ctx, TABLE, identifier)


def update(ctx: Context, identifier: str) -> Json:
    """Update a PaymentIntent: texts and metadata always, other members until it is paid."""
    intent_params.validate_method_type_params(ctx)
    intent = intent_methods.get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_updatable(
        intent, (name for name in OPEN_ONLY_PARAMS if name in ctx.params)
    )
    _validate_transfer_group(ctx, intent)
    amount_before = intent["amount"], intent["currency"]
    apply_params(ctx, intent)
    if intent["status"] == "requires_action" and amount_before != (
        intent["amount"],
        intent["currency"],
    ):
        intent["status"] = state_machine.next_status(intent["status"], "amount_changed")
        next_actions.clear(ctx, intent)
    intent["last_payment_error"] = None
    intent_methods.update_method(ctx, intent)
    ctx.save(TABLE, intent)
    return intent


def _validate_transfer_group(ctx: Context, intent: Json) -> None:
    """StripeError 400: the intent has another transfer group."""
    group = intent["transfer_group"]
    if group and ctx.params.get("transfer_group", group) != group:
        raise bad(
            "The `transfer_group` of a PaymentIntent cannot be changed once it has been set.",
            "transfer_group",
            "payment_intent_invalid_parameter",
        )


def confirm(ctx: Context, identifier: str) -> Json | StripeError:
    """Confirm a PaymentIntent. Return it, or the error of a decline (402), which is saved too."""
    intent_params.validate_method_type_params(ctx)
    intent = intent_methods.get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_confirmable(intent, ctx.params)
    if ctx.publishable and intent["confirmation_method"] == "manual":
        raise intent_status_validation.unexpected_state_error(
            intent,
            "This PaymentIntent cannot be confirmed using your publishable key because its "
            "`confirmation_method` is set to `manual`. Please use your secret key instead, or "
            "create a PaymentIntent with `confirmation_method` set to `automatic`.",
        )
    _validate_amount_to_confirm(ctx, intent)
    _validate_setup_future_usage(ctx, intent)
    intent_methods.apply_confirm_params(ctx, intent)
    apply_params(ctx, intent)
    method = _require_confirmable_method(ctx, intent, intent_methods.set_method(ctx, intent))
    return _confirm(ctx, intent, method)


def _validate_amount_to_confirm(ctx: Context, intent: Json) -> None:
    """StripeError 400: `amount_to_confirm` differs from the amount."""
    amount = ctx.params.get("amount_to_confirm")
    if amount not in (None, intent["amount"]):
        raise bad(
            f"The amount to confirm ({shown(amount, intent['currency'])}) does not match the "
            f"amount of this PaymentIntent ({shown(intent['amount'], intent['currency'])}).",
            "amount_to_confirm",
            "payment_intent_invalid_parameter",
        )


def _validate_setup_future_usage(ctx: Context, intent: Json) -> None:
    """StripeError 400: a publishable key cannot reduce `off_session` to `on_session`."""
    current, requested = intent["setup_future_usage"], ctx.params.get("setup_future_usage")
    if ctx.publishable and current == "off_session" and requested not in (None, current):
        raise bad(
            "With a publishable key `setup_future_usage` can only be changed from `on_session` to "
            "`off_session`.",
            "setup_future_usage",
            "payment_intent_invalid_parameter",
        )


def _require_confirmable_method(ctx: Context, intent: Json, method: Json | None) -> Json:
    """Return the method. StripeError 400: there is none, or the payment cannot use it."""
    method = intent_methods.require_confirmable_method(ctx, intent, method)
    if method["type"] == "card" and intent["statement_descriptor"]:
        raise bad(DESCRIPTOR_MESSAGE, "statement_descriptor")
    if method["type"] == "blik":
        _validate_blik_code(ctx)
    return method


def _validate_blik_code(ctx: Context) -> None:
    """StripeError 400: BLIK needs the six digits that the buyer's app shows."""
    options = ctx.params.get("payment_method_options") or {}
    code = (options.get("blik") or {}).get("code")
    param = "payment_method_options[blik][code]"
    if code is None:
        raise missing(param)
    if not (code.isdigit() and len(code) == 6):
        raise bad("The BLIK code must be a 6-digit number.", param)


def _confirm(ctx: Context, intent: Json, method: Json) -> Json | StripeError:
    if intent["status"] == "requires_action":
        intent["status"] = state_machine.next_status(intent["status"], "method_set")
    next_actions.clear(ctx, intent)
    intent["last_payment_error"] = None
    return confirm_payment.confirm(ctx, intent, method) or intent


def list_payment_intents(
    ctx: Context,
) -> Json:
    """List PaymentIntents of the account or a customer."""
    return page(ctx, TABLE, "/v1/payment_intents")


RESOURCE = Resource(
    object="payment_intent",
    table=TABLE,
    id_prefixes=("pi",),
    operations={
        "POST payment_intents": operation(create, payment_intent_params.CREATE),
        "GET payment_intents": operation(list_payment_intents, payment_intent_params.LIST),
        "GET payment_intents/*": operation(retrieve, payment_intent_params.RETRIEVE, browser=True),
        "POST payment_intents/*": operation(update, payment_intent_params.UPDATE),
        "POST payment_intents/*/confirm": operation(
            confirm, payment_intent_params.CONFIRM, browser=True
        ),
    },
    filters=("customer", "customer_account", "status"),
    search={
        "amount": "number",
        "created": "number",
        "currency": "token",
        "customer": "token",
        "metadata": "token",
        "status": "token",
    },
    waiting={"processing": "settle", "requires_capture": "let_go"},
    browser_view=intent_views.redact_for_publishable_key,
)
