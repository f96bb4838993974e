"""PaymentIntents: create, update, confirm, and the lists of them."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payments import (
    confirm_payment,
    intent_methods,
    intent_params,
    intent_status_validation,
    intent_views,
    next_actions,
    payment_intent_params,
    payment_intent_validation,
    state_machine,
)
from stub_server.stripe_sim.payments.payment_intent_objects import (
    apply_params,
    build_payment_intent,
)
from stub_server.stripe_sim.store.schema import Json

TABLE = "payment_intents"

OPEN_ONLY_PARAMS = (
    "amount",
    "currency",
    "payment_method",
    "payment_method_data",
    "customer",
    "capture_method",
)
"""Parameters that may change only while the intent is open."""


def create(ctx: Context) -> Json | StripeError:
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
        method = payment_intent_validation.require_confirmable_method(ctx, intent, method)
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
    payment_intent_validation.validate_transfer_group(ctx, intent)
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


def confirm(ctx: Context, identifier: str) -> Json | StripeError:
    """Confirm a PaymentIntent. Return it, or the error of a decline (402), which is saved too."""
    intent_params.validate_method_type_params(ctx)
    intent = intent_methods.get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_confirmable(intent, ctx.params)
    if ctx.publishable and intent["confirmation_method"] == "manual":
        raise intent_status_validation.unexpected_state_error(
            intent,
            "This PaymentIntent cannot be confirmed using your publishable key because "
            "its `confirmation_method` is set to `manual`. Please use your secret key "
            "instead, or create a PaymentIntent with `confirmation_method` set to "
            "`automatic`.",
        )
    payment_intent_validation.validate_amount_to_confirm(ctx, intent)
    payment_intent_validation.validate_setup_future_usage(ctx, intent)
    intent_methods.apply_confirm_params(ctx, intent)
    apply_params(ctx, intent)
    method = payment_intent_validation.require_confirmable_method(
        ctx, intent, intent_methods.set_method(ctx, intent)
    )
    return _confirm(ctx, intent, method)


def _confirm(ctx: Context, intent: Json, method: Json) -> Json | StripeError:
    """Attempt the payment after clearing the error and the next action of an earlier one."""
    if intent["status"] == "requires_action":
        intent["status"] = state_machine.next_status(intent["status"], "method_set")
    next_actions.clear(ctx, intent)
    intent["last_payment_error"] = None
    return confirm_payment.confirm(ctx, intent, method) or intent


def list_payment_intents(ctx: Context) -> Json:
    """List PaymentIntents of the account or a customer."""
    return paginate(ctx, TABLE, "/v1/payment_intents")


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
