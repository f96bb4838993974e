"""SetupIntents: create, update, confirm, cancel, and the lists of them."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, invalid_request
from stub_server.stripe_sim.payments import (
    confirm_setup,
    intent_methods,
    intent_params,
    intent_status_validation,
    intent_views,
    next_actions,
    setup_attempts,
    setup_intent_params,
    state_machine,
)
from stub_server.stripe_sim.payments.setup_intent_objects import apply_params, build_setup_intent
from stub_server.stripe_sim.store.schema import Json

TABLE = "setup_intents"
OPEN_ONLY_PARAMS = ("customer", "payment_method", "payment_method_data")
"""Parameters that may change only while the intent is open."""


def create(ctx: Context) -> Json | StripeError:
    """Create a SetupIntent, and confirm it if requested; `setup_intent.created`."""
    intent_params.validate_method_type_params(ctx)
    intent_params.validate_unconfirmed_params(ctx, "setup_intent")
    intent = build_setup_intent(ctx)
    confirm = ctx.params.get("confirm")
    if confirm:
        intent_methods.apply_confirm_params(ctx, intent)
        apply_params(ctx, intent)
    method = intent_methods.set_method(ctx, intent)
    if confirm:
        method = intent_methods.require_confirmable_method(ctx, intent, method)
    ctx.save(TABLE, intent)
    ctx.emit("setup_intent.created", intent)
    if not confirm or method is None:
        return intent
    return confirm_setup.confirm(ctx, intent, method) or intent


def retrieve(ctx: Context, identifier: str) -> Json:
    """Retrieve a SetupIntent; a publishable key needs the client secret."""
    return intent_methods.get_for_caller(ctx, TABLE, identifier)


def update(ctx: Context, identifier: str) -> Json:
    """Update a SetupIntent: description and metadata always, others while it is open."""
    intent_params.validate_method_type_params(ctx)
    intent = intent_methods.get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_updatable(
        intent, (name for name in OPEN_ONLY_PARAMS if name in ctx.params)
    )
    apply_params(ctx, intent)
    intent_methods.update_method(ctx, intent)
    ctx.save(TABLE, intent)
    return intent


def confirm(ctx: Context, identifier: str) -> Json | StripeError:
    """Confirm a SetupIntent. Return it, or the error of a decline (402), which is saved too."""
    intent_params.validate_method_type_params(ctx)
    intent = intent_methods.get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_confirmable(intent, ctx.params)
    intent_methods.apply_confirm_params(ctx, intent)
    apply_params(ctx, intent)
    method = intent_methods.set_method(ctx, intent)
    method = intent_methods.require_confirmable_method(ctx, intent, method)
    if intent["status"] == "requires_action":
        setup_attempts.update_attempt(ctx, intent, "abandoned")
        intent["status"] = state_machine.next_status(
            intent["status"], "method_set", state_machine.SETUP_TRANSITIONS
        )
    next_actions.clear(ctx, intent)
    return confirm_setup.confirm(ctx, intent, method) or intent


def cancel(ctx: Context, identifier: str) -> Json:
    """Cancel a SetupIntent; `setup_intent.canceled`."""
    intent = intent_methods.get_for_caller(ctx, TABLE, identifier)
    intent_status_validation.validate_cancelable(intent)
    if intent["status"] == "requires_action":
        setup_attempts.update_attempt(ctx, intent, "abandoned")
    intent["status"] = state_machine.next_status(
        intent["status"], "canceled", state_machine.SETUP_TRANSITIONS
    )
    intent["cancellation_reason"] = ctx.params.get("cancellation_reason")
    next_actions.clear(ctx, intent)
    ctx.save(TABLE, intent)
    ctx.emit("setup_intent.canceled", intent)
    return intent


def list_setup_intents(ctx: Context) -> Json:
    """List SetupIntents of the account, a customer or a PaymentMethod."""
    if "attach_to_self" in ctx.params:
        raise invalid_request("attach_to_self is not supported for this account.", "attach_to_self")
    return paginate(ctx, TABLE, "/v1/setup_intents")


RESOURCE = Resource(
    object="setup_intent",
    table=TABLE,
    id_prefixes=("seti",),
    noun="setupintent",
    operations={
        "POST setup_intents": operation(create, setup_intent_params.CREATE),
        "GET setup_intents": operation(list_setup_intents, setup_intent_params.LIST),
        "GET setup_intents/*": operation(retrieve, setup_intent_params.RETRIEVE, browser=True),
        "POST setup_intents/*": operation(update, setup_intent_params.UPDATE),
        "POST setup_intents/*/confirm": operation(
            confirm, setup_intent_params.CONFIRM, browser=True
        ),
        "POST setup_intents/*/cancel": operation(cancel, setup_intent_params.CANCEL),
    },
    filters=("customer", "customer_account", "payment_method", "status"),
    browser_view=intent_views.redact_for_publishable_key,
)
