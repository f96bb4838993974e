"""What PaymentIntents and SetupIntents share: who may see them, and which method they get."""

from __future__ import annotations

import hmac
from collections.abc import Mapping, Sequence

from stub_server.stripe_sim import intents, versions
from stub_server.stripe_sim.coerce import Array, Bool, Enum, Hash, Kind, Str
from stub_server.stripe_sim.errors import StripeError, bad, missing
from stub_server.stripe_sim.methods import table
from stub_server.stripe_sim.resources import confirmation_tokens, payment_methods
from stub_server.stripe_sim.resources.mandates import check_consent
from stub_server.stripe_sim.tables import PRIVATE, Json, public
from stub_server.stripe_sim.world import Call, World

NAMES = {"payment_intent": "PaymentIntent", "setup_intent": "SetupIntent"}
MOVES = {"payment_intent": intents.MOVES, "setup_intent": intents.SETUP_MOVES}
METHOD_TYPES_GONE = (
    "The `payment_method_types` parameter is no longer supported on this API version. Use "
    "`automatic_payment_methods`, or `allowed_payment_method_types` to restrict the payment "
    "methods that are offered."
)
ONLY_ONE = (
    "allowed_payment_method_types",
    "payment_method_types",
    "excluded_payment_method_types",
    "automatic_payment_methods",
    "payment_method_configuration",
)
"""The first of these goes with none of the others."""
CONFIRMING = (
    "confirmation_token",
    "error_on_requires_action",
    "mandate",
    "mandate_data",
    "off_session",
    "return_url",
)
"""What is only of use when an intent is confirmed as it is made."""

TYPES = Array(Str(), unset=True)
AUTOMATIC: Mapping[str, Kind] = {
    "automatic_payment_methods": Hash(
        {"enabled": Bool(), "allow_redirects": Enum(("always", "never"))}, required=("enabled",)
    )
}


def refuse_types(call: Call) -> None:
    """StripeError 400: types named in a version that has that no more, or in two ways at once."""
    params = call.params
    if "payment_method_types" in params and not versions.takes_method_types(call.version):
        raise bad(
            METHOD_TYPES_GONE, "payment_method_types", "payment_method_types_no_longer_supported"
        )
    first, *others = ONLY_ONE
    also = next((name for name in others if params.get(name)), None)
    if params.get(first) and also:
        raise bad(
            f"You may only specify one of these parameters: {first}, {also}.",
            first,
            "parameters_exclusive",
        )


def refuse_unconfirmed(call: Call, noun: str) -> None:
    """StripeError 400: something is said of a confirmation that is not asked for."""
    if call.params.get("confirm"):
        return
    for name in CONFIRMING:
        if name in call.params:
            raise bad(
                f"The parameter `{name}` cannot be passed when creating a {NAMES[noun]} unless "
                "`confirm` is set to true.",
                name,
            )


def automatic(params: Json) -> Json | None:
    """`automatic_payment_methods`: on unless told otherwise, or told which types."""
    if params.get("payment_method_types"):
        return None
    given = params.get("automatic_payment_methods") or {"enabled": True}
    if not given["enabled"]:
        return None
    return {"allow_redirects": given.get("allow_redirects", "always"), "enabled": True}


def refuse_unknown_types(given: Sequence[str], noun: str) -> None:
    """StripeError 400: a type that the account does not have."""
    for kind in given:
        if kind not in table():
            raise bad(
                f'The payment method type "{kind}" is invalid. Please ensure the provided '
                "type is activated in your dashboard "
                "(https://dashboard.stripe.com/account/payments/settings) and your account is "
                "enabled for any preview features that you are trying to use. See "
                "https://docs.stripe.com/payments/payment-methods/integration-options for "
                "supported payment method, currency, and country combinations.",
                "payment_method_types",
                f"{noun}_invalid_parameter",
            )


def bound(world: World, call: Call, kind: str, identifier: str) -> Json:
    """The intent that the call names, and may see. StripeError 404, 400: it may not."""
    if call.publishable and not call.params.get("client_secret"):
        raise missing("client_secret")
    noun = kind.removesuffix("s")
    spoken = "setupintent" if noun == "setup_intent" else noun
    intent = world.find(kind, call, identifier, spoken, "intent", in_path=True)
    given = call.params.get("client_secret")
    if given is not None and not hmac.compare_digest(
        given.encode(), intent["client_secret"].encode()
    ):
        raise bad(
            "The client_secret provided does not match the client_secret associated with the "
            f"{NAMES[noun]}.",
            "client_secret",
            f"{noun}_invalid_parameter",
        )
    return intent


def unexpected(intent: Json, message: str, param: str | None = None) -> StripeError:
    """400: the intent is not in a state for this."""
    noun = intent["object"]
    return StripeError(
        400,
        message,
        code=f"{noun}_unexpected_state",
        param=param,
        details={noun: public(intent)},
    )


def prepared(world: World, call: Call, intent: Json) -> None:
    """What a confirmation says of itself holds for it alone; a ConfirmationToken speaks too."""
    params, private = call.params, intent[PRIVATE]
    if "confirmation_token" in params:
        token = confirmation_tokens.spent(world, call, params["confirmation_token"], intent)
        call.params = params = confirmation_tokens.merged(token, params)
    private["off_session"] = params.get("off_session") not in (None, False, "false")
    private["no_action"] = params.get("error_on_requires_action", False)
    private["use_stripe_sdk"] = params.get("use_stripe_sdk", False)
    private["given_mandate"] = params.get("mandate")
    if params.get("mandate_data"):
        check_consent(params["mandate_data"])
        private["mandate_data"] = params["mandate_data"]
    if "return_url" in params:
        private["return_url"] = params["return_url"]


def given(world: World, call: Call, intent: Json) -> Json | None:
    """The method that the intent has after this call, if any; a new one is put on it."""
    params = call.params
    if "payment_method_data" in params:
        data = params["payment_method_data"]
        method = payment_methods.made(world, call, data, "payment_method_data")
        world.books.put(payment_methods.KIND, method)
    elif params.get("payment_method"):
        method = payment_methods.resolved(world, call, params["payment_method"], in_path=False)
    elif intent["payment_method"]:
        return payment_methods.resolved(world, call, intent["payment_method"], in_path=False)
    else:
        return None
    check_owner(intent, method)
    _check_type(intent, method)
    happened: intents.Happened = "method_given"
    intent["payment_method"], intent["next_action"] = method["id"], None
    intent["status"] = intents.after(intent["status"], happened, MOVES[intent["object"]])
    return method


def check_owner(intent: Json, method: Json) -> None:
    """StripeError 400: the method is another customer's, or the intent has no customer."""
    owner, noun = method["customer"], intent["object"]
    if owner in (None, intent["customer"]):
        return
    if intent["customer"]:
        raise bad(
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
    raise bad(
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


def check_return(call: Call, intent: Json, kind: str, flow: str) -> None:
    """StripeError 400: the buyer may be sent away, and nobody has said where to come back."""
    if intent[PRIVATE].get("return_url"):
        return
    name = NAMES[intent["object"]]
    on = intent["automatic_payment_methods"]
    if on and on["allow_redirects"] == "always" and not call.publishable:
        raise bad(
            f"This {name} is configured to accept payment methods enabled in your Dashboard. "
            "Because some of these payment methods might redirect your customer off of your page, "
            "you must provide a `return_url`. If you don't want to accept redirect-based payment "
            "methods, set `automatic_payment_methods[enabled]` to `true` and "
            "`automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents "
            "and Payment Intents."
        )
    if flow == "redirect":
        raise bad(
            f"A `return_url` must be specified when using the payment method type {kind}.",
            "return_url",
            "parameter_missing",
        )
