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
    intent_refusals,
    intent_views,
    next_actions,
    setup_attempts,
    setup_intent_params,
    state_machine,
)
from stub_server.stripe_sim.payments.setup_intent_objects import apply, made
from stub_server.stripe_sim.store.schema import Json

KIND = "setup_intents"
FIXED = ("customer", "payment_method", "payment_method_data")
"""What may change only while the intent is open."""


def create(
    ctx: Context,
) -> Json | StripeError:
    """A SetupIntent, confirmed at once if asked; `setup_intent.created`."""
    intent_params.refuse_types(ctx)
    intent_params.refuse_unconfirmed(ctx, "setup_intent")
    intent = made(ctx)
    confirm = ctx.params.get("confirm")
    if confirm:
        intent_methods.prepared(ctx, intent)
        apply(ctx, intent)
    method = intent_methods.given(ctx, intent)
    if confirm:
        method = intent_methods.confirmable(ctx, intent, method)
    ctx.save(KIND, intent)
    ctx.emit("setup_intent.created", intent)
    if not confirm or method is None:
        return intent
    return confirm_setup.confirmed(ctx, intent, method) or intent


def retrieve(ctx: Context, identifier: str) -> Json:
    """One SetupIntent; with a publishable key, only for who has its client secret."""
    return intent_methods.bound(ctx, KIND, identifier)


def update(ctx: Context, identifier: str) -> Json:
    """Method and customer may change while it is open; description and metadata always."""
    intent_params.refuse_types(ctx)
    intent = intent_methods.bound(ctx, KIND, identifier)
    intent_refusals.refuse_fixed(intent, (name for name in FIXED if name in ctx.params))
    apply(ctx, intent)
    intent_methods.updated(ctx, intent)
    ctx.save(KIND, intent)
    return intent


def confirm(ctx: Context, identifier: str) -> Json | StripeError:
    """Try to set the method up. Answers the intent, or the 402 of a refusal, filed all the same."""
    intent_params.refuse_types(ctx)
    intent = intent_methods.bound(ctx, KIND, identifier)
    intent_refusals.refuse_confirm(intent, ctx.params)
    intent_methods.prepared(ctx, intent)
    apply(ctx, intent)
    method = intent_methods.given(ctx, intent)
    method = intent_methods.confirmable(ctx, intent, method)
    if intent["status"] == "requires_action":
        setup_attempts.ended(ctx, intent, "abandoned")
        intent["status"] = state_machine.after(
            intent["status"], "method_given", state_machine.SETUP_MOVES
        )
    next_actions.met(ctx, intent)
    return confirm_setup.confirmed(ctx, intent, method) or intent


def cancel(ctx: Context, identifier: str) -> Json:
    """Give it up; `setup_intent.canceled`."""
    intent = intent_methods.bound(ctx, KIND, identifier)
    intent_refusals.refuse_cancel(intent)
    if intent["status"] == "requires_action":
        setup_attempts.ended(ctx, intent, "abandoned")
    intent["status"] = state_machine.after(intent["status"], "canceled", state_machine.SETUP_MOVES)
    intent["cancellation_reason"] = ctx.params.get("cancellation_reason")
    next_actions.met(ctx, intent)
    ctx.save(KIND, intent)
    ctx.emit("setup_intent.canceled", intent)
    return intent


def many(
    ctx: Context,
) -> Json:
    """The account's SetupIntents, a customer's, or a PaymentMethod's."""
    if "attach_to_self" in ctx.params:
        raise invalid_request("attach_to_self is not supported for this account.", "attach_to_self")
    return paginate(ctx, KIND, "/v1/setup_intents")


RESOURCE = Resource(
    object="setup_intent",
    table=KIND,
    id_prefixes=("seti",),
    noun="setupintent",
    operations={
        "POST setup_intents": operation(create, setup_intent_params.CREATE),
        "GET setup_intents": operation(many, setup_intent_params.LIST),
        "GET setup_intents/*": operation(retrieve, setup_intent_params.RETRIEVE, browser=True),
        "POST setup_intents/*": operation(update, setup_intent_params.UPDATE),
        "POST setup_intents/*/confirm": operation(
            confirm, setup_intent_params.CONFIRM, browser=True
        ),
        "POST setup_intents/*/cancel": operation(cancel, setup_intent_params.CANCEL),
    },
    filters=("customer", "customer_account", "payment_method", "status"),
    browser_view=intent_views.seen_by_browser,
)
