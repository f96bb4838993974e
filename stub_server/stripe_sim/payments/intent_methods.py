"""Access to intents by callers, and the PaymentMethod of an intent."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.strings import is_safe_url
from stub_server.stripe_sim.payment_methods import (
    confirmation_tokens,
    payment_method_objects,
    payment_methods,
)
from stub_server.stripe_sim.payment_methods.mandates import validate_mandate_data
from stub_server.stripe_sim.payments import next_actions, save_for_later, state_machine
from stub_server.stripe_sim.payments.intent_params import OBJECT_NAMES
from stub_server.stripe_sim.payments.intent_status_validation import missing_method_error
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import flow_of

TRANSITIONS = {
    "payment_intent": state_machine.TRANSITIONS,
    "setup_intent": state_machine.SETUP_TRANSITIONS,
}


def get_for_caller(ctx: Context, table: str, identifier: str) -> Json:
    """Return the intent. StripeError 404: unknown; 400: wrong or missing client secret."""
    if ctx.publishable and not ctx.params.get("client_secret"):
        raise missing_param("client_secret")
    noun = table.removesuffix("s")
    error_noun = "setupintent" if noun == "setup_intent" else noun
    intent = ctx.get(table, identifier, error_noun, "intent", in_path=True)
    client_secret = ctx.params.get("client_secret")
    if client_secret is not None and not hmac.compare_digest(
        client_secret.encode(), intent["client_secret"].encode()
    ):
        raise invalid_request(
            "The client_secret provided does not match the client_secret associated with "
            f"the {OBJECT_NAMES[noun]}.",
            "client_secret",
            f"{noun}_invalid_parameter",
        )
    return intent


def apply_confirm_params(ctx: Context, intent: Json) -> None:
    """Set the private members of the intent that only one confirmation uses.

    Merges the parameters of a ConfirmationToken into those of the request.
    StripeError 400: the mandate data or the return URL is invalid.
    """
    params, private = ctx.params, intent[PRIVATE]
    if "confirmation_token" in params:
        token = confirmation_tokens.consume(ctx, params["confirmation_token"], intent)
        ctx.params = params = confirmation_tokens.merge_params(token, params)
    private["off_session"] = params.get("off_session") not in (None, False, "false")
    private["no_action"] = params.get("error_on_requires_action", False)
    private["use_stripe_sdk"] = params.get("use_stripe_sdk", False)
    private["given_mandate"] = params.get("mandate")
    if params.get("mandate_data"):
        validate_mandate_data(params["mandate_data"])
        private["mandate_data"] = params["mandate_data"]
    if "return_url" in params:
        if not _is_redirect_target(params["return_url"]):
            raise invalid_request("Not a valid URL", "return_url", "url_invalid")
        private["return_url"] = params["return_url"]


def _is_redirect_target(url: str) -> bool:
    """Return whether a browser can open the URL; schemes of apps are allowed."""
    try:
        return bool(urlsplit(url).scheme) and is_safe_url(url)
    except ValueError:
        return False


def set_method(ctx: Context, intent: Json) -> Json | None:
    """Set the method of the request, if any. Return the method of the intent, or None."""
    params = ctx.params
    if "payment_method_data" in params:
        data = params["payment_method_data"]
        method = payment_method_objects.build_payment_method(ctx, data, "payment_method_data")
        ctx.save(payment_methods.TABLE, method)
    elif params.get("payment_method"):
        method = payment_methods.resolve(ctx, params["payment_method"], in_path=False)
    elif intent["payment_method"]:
        return payment_methods.resolve(ctx, intent["payment_method"], in_path=False)
    else:
        return None
    _validate_owner(intent, method)
    _validate_type(intent, method)
    event: state_machine.IntentEvent = "method_set"
    intent["payment_method"], intent["next_action"] = method["id"], None
    intent["status"] = state_machine.next_status(
        intent["status"], event, TRANSITIONS[intent["object"]]
    )
    return method


def update_method(ctx: Context, intent: Json) -> None:
    """Set the method of the request, or remove the method if the parameter is empty."""
    if "payment_method" in ctx.params and ctx.params["payment_method"] is None:
        transitions = TRANSITIONS[intent["object"]]
        intent["status"] = state_machine.next_status(
            intent["status"], "method_removed", transitions
        )
        intent["payment_method"] = None
        next_actions.clear(ctx, intent)
    else:
        set_method(ctx, intent)


def require_confirmable_method(ctx: Context, intent: Json, method: Json | None) -> Json:
    """Return the method. StripeError 400: there is none, or the intent cannot use it."""
    if method is None:
        raise missing_method_error(intent)
    _validate_owner(intent, method)
    payment_methods.validate_reusable(method)
    _validate_return_url(ctx, intent, method["type"])
    save_for_later.validate_mandate(ctx, intent, method)
    return method


def _validate_owner(intent: Json, method: Json) -> None:
    """Raise StripeError 400 if the method belongs to a customer that is not the intent's."""
    owner, noun = method["customer"], intent["object"]
    if owner in (None, intent["customer"]):
        return
    if intent["customer"]:
        raise invalid_request(
            f"The PaymentMethod {method['id']} does not belong to the Customer you "
            f"supplied {intent['customer']}. Please use this PaymentMethod with the "
            "Customer that it belongs to instead.",
            "payment_method",
        )
    supplied = (
        f"The `payment_method` parameter supplied {method['id']}"
        if noun == "payment_intent"
        else f"The payment method supplied ({method['id']})"
    )
    raise invalid_request(
        f"{supplied} belongs to the Customer {owner}. Please include the Customer in the "
        f"`customer` parameter on the {OBJECT_NAMES[noun]}.",
        "payment_method",
    )


def _validate_type(intent: Json, method: Json) -> None:
    """Raise StripeError 400 if the intent does not offer the type of the method."""
    if method["type"] in intent["payment_method_types"]:
        return
    noun = OBJECT_NAMES[intent["object"]]
    allowed_types = ", ".join(intent["payment_method_types"])
    raise StripeError(
        400,
        f"The PaymentMethod provided ({method['type']}) is not allowed for this {noun}. "
        f"Please attach a PaymentMethod of one of the following types: {allowed_types}. "
        f"Alternatively, update the allowed payment_method_types for this {noun} to "
        f'include "{method["type"]}".',
        code=(
            "payment_intent_incompatible_payment_method"
            if noun == "PaymentIntent"
            else "setup_intent_invalid_parameter"
        ),
        param="payment_method",
    )


def _validate_return_url(ctx: Context, intent: Json, method_type: str) -> None:
    """Raise StripeError 400 if a redirect is possible and there is no return URL."""
    if intent[PRIVATE].get("return_url"):
        return
    name = OBJECT_NAMES[intent["object"]]
    automatic = intent["automatic_payment_methods"]
    may_redirect = intent["allowed_payment_method_types"] is None or any(
        flow_of(allowed) == "redirect" for allowed in intent["payment_method_types"]
    )
    if (
        automatic
        and automatic["allow_redirects"] == "always"
        and may_redirect
        and not ctx.publishable
    ):
        raise invalid_request(
            f"This {name} is configured to accept payment methods enabled in your Dashboard. "
            "Because some of these payment methods might redirect your customer off of your page, "
            "you must provide a `return_url`. If you don't want to accept redirect-based payment "
            "methods, set `automatic_payment_methods[enabled]` to `true` and "
            "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents "
            "and Payment Intents."
        )
    if flow_of(method_type) == "redirect":
        raise invalid_request(
            f"A `return_url` must be specified when using the payment method type {method_type}.",
            "return_url",
            "parameter_missing",
        )
