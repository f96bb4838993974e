"""PaymentIntents: create, update, confirm, and the lists of them."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.currencies import format_amount
from stub_server.stripe_sim.payments import (
    confirm_payment,
    intent_methods,
    intent_params,
    intent_refusals,
    intent_views,
    next_actions,
    payment_intent_params,
    state_machine,
)
from stub_server.stripe_sim.payments.payment_intent_objects import apply, made
from stub_server.stripe_sim.store.schema import Json

KIND = "payment_intents"

NOT_FOR_CARDS = (
    "The `statement_descriptor` parameter is not supported for card payments. Please use "
    "`statement_descriptor_suffix` instead."
)
FIXED = (
    "amount",
    "currency",
    "payment_method",
    "payment_method_data",
    "customer",
    "capture_method",
)
"""What may change only while the intent is open."""


def create(
    ctx: Context,
) -> Json | StripeError:
    """A PaymentIntent, confirmed at once if asked; `payment_intent.created`."""
    intent_params.refuse_types(ctx)
    intent_params.refuse_unconfirmed(ctx, "payment_intent")
    intent = made(ctx)
    confirm = ctx.params.get("confirm")
    if confirm:
        intent_methods.prepared(ctx, intent)
        if "confirmation_token" in ctx.params:
            apply(ctx, intent)
        _take_default_card(ctx, intent)
    method = intent_methods.given(ctx, intent)
    if confirm:
        method = _confirmable(ctx, intent, method)
    ctx.save(KIND, intent)
    ctx.emit("payment_intent.created", intent)
    if not confirm or method is None:
        return intent
    return _confirmed(ctx, intent, method)


def _take_default_card(ctx: Context, intent: Json) -> None:
    """Where no method is named, the customer's default card pays, as with the charges of old."""
    if intent["customer"] is None or ctx.params.keys() & {"payment_method", "payment_method_data"}:
        return
    owner = ctx.get("customers", intent["customer"], "customer", "customer", in_path=False)
    if owner["default_source"]:
        intent["source"] = ctx.params["payment_method"] = owner["default_source"]


def retrieve(ctx: Context, identifier: str) -> Json:
    """One PaymentIntent; with a publishable key, only for who has its client secret."""
    return intent_methods.bound(ctx, KIND, identifier)


def update(ctx: Context, identifier: str) -> Json:
    """What was agreed may change until it is paid; words and metadata always."""
    intent_params.refuse_types(ctx)
    intent = intent_methods.bound(ctx, KIND, identifier)
    intent_refusals.refuse_fixed(intent, (name for name in FIXED if name in ctx.params))
    _refuse_other_group(ctx, intent)
    agreed = intent["amount"], intent["currency"]
    apply(ctx, intent)
    if intent["status"] == "requires_action" and agreed != (intent["amount"], intent["currency"]):
        intent["status"] = state_machine.after(intent["status"], "changed")
        next_actions.met(ctx, intent)
    intent["last_payment_error"] = None
    intent_methods.updated(ctx, intent)
    ctx.save(KIND, intent)
    return intent


def _refuse_other_group(ctx: Context, intent: Json) -> None:
    """StripeError 400: the payment is part of a group for good."""
    group = intent["transfer_group"]
    if group and ctx.params.get("transfer_group", group) != group:
        raise invalid_request(
            "The `transfer_group` of a PaymentIntent cannot be changed once it has been set.",
            "transfer_group",
            "payment_intent_invalid_parameter",
        )


def confirm(ctx: Context, identifier: str) -> Json | StripeError:
    """Try to pay. Answers the intent, or the 402 of a refusal, which is filed all the same."""
    intent_params.refuse_types(ctx)
    intent = intent_methods.bound(ctx, KIND, identifier)
    intent_refusals.refuse_confirm(intent, ctx.params)
    if ctx.publishable and intent["confirmation_method"] == "manual":
        raise intent_refusals.unexpected(
            intent,
            "This PaymentIntent cannot be confirmed using your publishable key because its "
            "`confirmation_method` is set to `manual`. Please use your secret key instead, or "
            "create a PaymentIntent with `confirmation_method` set to `automatic`.",
        )
    _check_amount(ctx, intent)
    _check_future_use(ctx, intent)
    intent_methods.prepared(ctx, intent)
    apply(ctx, intent)
    method = _confirmable(ctx, intent, intent_methods.given(ctx, intent))
    return _confirmed(ctx, intent, method)


def _check_amount(ctx: Context, intent: Json) -> None:
    """StripeError 400: the caller has another amount in mind."""
    meant = ctx.params.get("amount_to_confirm")
    if meant not in (None, intent["amount"]):
        raise invalid_request(
            f"The amount to confirm ({format_amount(meant, intent['currency'])}) does not match "
            "the "
            "amount of this PaymentIntent "
            f"({format_amount(intent['amount'], intent['currency'])}).",
            "amount_to_confirm",
            "payment_intent_invalid_parameter",
        )


def _check_future_use(ctx: Context, intent: Json) -> None:
    """StripeError 400: a browser may have more of it kept than was agreed, but not less."""
    agreed, asked = intent["setup_future_usage"], ctx.params.get("setup_future_usage")
    if ctx.publishable and agreed == "off_session" and asked not in (None, agreed):
        raise invalid_request(
            "With a publishable key `setup_future_usage` can only be changed from `on_session` to "
            "`off_session`.",
            "setup_future_usage",
            "payment_intent_invalid_parameter",
        )


def _confirmable(ctx: Context, intent: Json, method: Json | None) -> Json:
    """The method to pay with. StripeError 400: there is none, or it cannot be used like this."""
    method = intent_methods.confirmable(ctx, intent, method)
    if method["type"] == "card" and intent["statement_descriptor"]:
        raise invalid_request(NOT_FOR_CARDS, "statement_descriptor")
    if method["type"] == "blik":
        _check_code(ctx)
    return method


def _check_code(ctx: Context) -> None:
    """StripeError 400: BLIK asks for the six digits that the buyer's app shows."""
    options = ctx.params.get("payment_method_options") or {}
    code = (options.get("blik") or {}).get("code")
    param = "payment_method_options[blik][code]"
    if code is None:
        raise missing_param(param)
    if not (code.isdigit() and len(code) == 6):
        raise invalid_request("The BLIK code must be a 6-digit number.", param)


def _confirmed(ctx: Context, intent: Json, method: Json) -> Json | StripeError:
    if intent["status"] == "requires_action":
        intent["status"] = state_machine.after(intent["status"], "method_given")
    next_actions.met(ctx, intent)
    intent["last_payment_error"] = None
    return confirm_payment.confirmed(ctx, intent, method) or intent


def many(
    ctx: Context,
) -> Json:
    """The account's PaymentIntents, or a customer's."""
    return paginate(ctx, KIND, "/v1/payment_intents")


RESOURCE = Resource(
    object="payment_intent",
    table=KIND,
    id_prefixes=("pi",),
    operations={
        "POST payment_intents": operation(create, payment_intent_params.CREATE),
        "GET payment_intents": operation(many, payment_intent_params.LIST),
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
    browser_view=intent_views.seen_by_browser,
)
