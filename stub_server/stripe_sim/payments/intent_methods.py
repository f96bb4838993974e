"""What PaymentIntents and SetupIntents share: who may see them, and which method they get."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError, invalid_request, missing_param
from stub_server.stripe_sim.params.strings import is_safe_url
from stub_server.stripe_sim.payment_methods import confirmation_tokens, payment_methods
from stub_server.stripe_sim.payment_methods.mandates import check_consent
from stub_server.stripe_sim.payments import next_actions, save_for_later, state_machine
from stub_server.stripe_sim.payments.intent_params import NAMES
from stub_server.stripe_sim.payments.intent_refusals import no_method
from stub_server.stripe_sim.store.schema import PRIVATE, Json
from stub_server.stripe_sim.testdata.method_types import flow_of

MOVES = {"payment_intent": state_machine.MOVES, "setup_intent": state_machine.SETUP_MOVES}


def bound(ctx: Context, kind: str, identifier: str) -> Json:
    """The intent that the call names, and may see. StripeError 404, 400: it may not."""
    if ctx.publishable and not ctx.params.get("client_secret"):
        raise missing_param("client_secret")
    noun = kind.removesuffix("s")
    spoken = "setupintent" if noun == "setup_intent" else noun
    intent = ctx.get(kind, identifier, spoken, "intent", in_path=True)
    given = ctx.params.get("client_secret")
    if given is not None and not hmac.compare_digest(
        given.encode(), intent["client_secret"].encode()
    ):
        raise invalid_request(
            "The client_secret provided does not match the client_secret associated with the "
            f"{NAMES[noun]}.",
            "client_secret",
            f"{noun}_invalid_parameter",
        )
    return intent


def prepared(ctx: Context, intent: Json) -> None:
    """What a confirmation says of itself holds for it alone; a ConfirmationToken speaks too."""
    params, private = ctx.params, intent[PRIVATE]
    if "confirmation_token" in params:
        token = confirmation_tokens.spent(ctx, params["confirmation_token"], intent)
        ctx.params = params = confirmation_tokens.merged(token, params)
    private["off_session"] = params.get("off_session") not in (None, False, "false")
    private["no_action"] = params.get("error_on_requires_action", False)
    private["use_stripe_sdk"] = params.get("use_stripe_sdk", False)
    private["given_mandate"] = params.get("mandate")
    if params.get("mandate_data"):
        check_consent(params["mandate_data"])
        private["mandate_data"] = params["mandate_data"]
    if "return_url" in params:
        if not _is_address(params["return_url"]):
            raise invalid_request("Not a valid URL", "return_url", "url_invalid")
        private["return_url"] = params["return_url"]


def _is_address(url: str) -> bool:
    """Whether somebody can be sent there: an app's own scheme will do as well as the web's."""
    try:
        return bool(urlsplit(url).scheme) and is_safe_url(url)
    except ValueError:
        return False


def given(ctx: Context, intent: Json) -> Json | None:
    """The method that the intent has after this call, if any; a new one is put on it."""
    params = ctx.params
    if "payment_method_data" in params:
        data = params["payment_method_data"]
        method = payment_methods.made(ctx, data, "payment_method_data")
        ctx.save(payment_methods.KIND, method)
    elif params.get("payment_method"):
        method = payment_methods.resolved(ctx, params["payment_method"], in_path=False)
    elif intent["payment_method"]:
        return payment_methods.resolved(ctx, intent["payment_method"], in_path=False)
    else:
        return None
    _check_owner(intent, method)
    _check_type(intent, method)
    happened: state_machine.Happened = "method_given"
    intent["payment_method"], intent["next_action"] = method["id"], None
    intent["status"] = state_machine.after(intent["status"], happened, MOVES[intent["object"]])
    return method


def updated(ctx: Context, intent: Json) -> None:
    """Give the intent the method that the call names, or take the one away that it has."""
    if "payment_method" in ctx.params and ctx.params["payment_method"] is None:
        moves = MOVES[intent["object"]]
        intent["status"] = state_machine.after(intent["status"], "method_taken", moves)
        intent["payment_method"] = None
        next_actions.met(ctx, intent)
    else:
        given(ctx, intent)


def confirmable(ctx: Context, intent: Json, method: Json | None) -> Json:
    """The method to go on with. StripeError 400: there is none, or it cannot be used like this."""
    if method is None:
        raise no_method(intent)
    _check_owner(intent, method)
    payment_methods.refuse_used(method)
    _check_return(ctx, intent, method["type"])
    save_for_later.refuse_unpermitted(ctx, intent, method)
    return method


def _check_owner(intent: Json, method: Json) -> None:
    """StripeError 400: the method is another customer's, or the intent has no customer."""
    owner, noun = method["customer"], intent["object"]
    if owner in (None, intent["customer"]):
        return
    if intent["customer"]:
        raise invalid_request(
            f"The PaymentMethod {method['id']} does not belong to the Customer you supplied "
            f"{intent['customer']}. Please use this PaymentMethod with the Customer that it "
            "belongs to instead.",
            "payment_method",
        )
    supplied = (
        f"The `payment_method` parameter supplied {method['id']}"
        if noun == "payment_intent"
        else f"The payment method supplied ({method['id']})"
    )
    raise invalid_request(
        f"{supplied} belongs to the Customer {owner}. Please include the Customer in the "
        f"`customer` parameter on the {NAMES[noun]}.",
        "payment_method",
    )


def _check_type(intent: Json, method: Json) -> None:
    if method["type"] in intent["payment_method_types"]:
        return
    noun = NAMES[intent["object"]]
    kinds = ", ".join(intent["payment_method_types"])
    raise StripeError(
        400,
        f"The PaymentMethod provided ({method['type']}) is not allowed for this {noun}. "
        f"Please attach a PaymentMethod of one of the following types: {kinds}. Alternatively, "
        f"update the allowed payment_method_types for this {noun} to include "
        f'"{method["type"]}".',
        code=(
            "payment_intent_incompatible_payment_method"
            if noun == "PaymentIntent"
            else "setup_intent_invalid_parameter"
        ),
        param="payment_method",
    )


def _check_return(ctx: Context, intent: Json, kind: str) -> None:
    """StripeError 400: the buyer may be sent away, and nobody has said where to come back."""
    if intent[PRIVATE].get("return_url"):
        return
    name = NAMES[intent["object"]]
    on = intent["automatic_payment_methods"]
    leads_away = intent["allowed_payment_method_types"] is None or any(
        flow_of(allowed) == "redirect" for allowed in intent["payment_method_types"]
    )
    if on and on["allow_redirects"] == "always" and leads_away and not ctx.publishable:
        raise invalid_request(
            f"This {name} is configured to accept payment methods enabled in your Dashboard. "
            "Because some of these payment methods might redirect your customer off of your page, "
            "you must provide a `return_url`. If you don't want to accept redirect-based payment "
            "methods, set `automatic_payment_methods[enabled]` to `true` and "
            "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents "
            "and Payment Intents."
        )
    if flow_of(kind) == "redirect":
        raise invalid_request(
            f"A `return_url` must be specified when using the payment method type {kind}.",
            "return_url",
            "parameter_missing",
        )
