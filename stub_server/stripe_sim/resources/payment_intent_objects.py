"""The PaymentIntent itself: made from parameters, changed by them, given a method."""

from __future__ import annotations

from stub_server.stripe_sim import intents, versions
from stub_server.stripe_sim.coerce import merged_metadata
from stub_server.stripe_sim.currencies import check_amount, currency_of
from stub_server.stripe_sim.errors import StripeError, bad, missing, no_such
from stub_server.stripe_sim.methods import offered, options_for, table
from stub_server.stripe_sim.resources import payment_methods
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

TOO_LITTLE = (
    "The amount must be greater than or equal to the minimum charge amount allowed for your "
    "account and the currency set "
    "(https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts). If you want to save "
    "a Payment Method for future use without an immediate payment, use a Setup Intent instead: "
    "https://docs.stripe.com/payments/setup-intents"
)
METHOD_TYPES_GONE = (
    "The `payment_method_types` parameter is no longer supported on this API version. Use "
    "`automatic_payment_methods`, or `allowed_payment_method_types` to restrict the payment "
    "methods that are offered."
)
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
OFFERED_BY = frozenset(
    {
        "allowed_payment_method_types",
        "capture_method",
        "currency",
        "excluded_payment_method_types",
        "payment_method_options",
        "payment_method_types",
    }
)
"""What the offered types and their options depend on."""
SHIPPING_MEMBERS = ("address", "carrier", "name", "phone", "tracking_number")


def refuse_method_types(call: Call) -> None:
    """StripeError 400: `payment_method_types` in a version that has it no more."""
    if "payment_method_types" in call.params and not versions.takes_method_types(call.version):
        raise bad(
            METHOD_TYPES_GONE, "payment_method_types", "payment_method_types_no_longer_supported"
        )


def made(world: World, call: Call) -> Json:
    """A new intent, not filed. StripeError 400: the amount, the currency or a method is wrong."""
    params = call.params
    for name in ("amount", "currency"):
        if name not in params:
            raise missing(name)
    currency = currency_of(params["currency"])
    if params["amount"] < 1:
        code = "amount_too_small" if params["amount"] == 0 else "parameter_invalid_integer"
        message = TOO_LITTLE if params["amount"] == 0 else "Invalid positive integer"
        raise bad(message, "amount", code)
    check_amount(params["amount"], currency)
    identifier = "pi_3" + world.new_id("", call.account)[2:]
    intent: Json = {
        "id": identifier,
        "object": "payment_intent",
        "allowed_payment_method_types": params.get("allowed_payment_method_types"),
        "amount": params["amount"],
        "amount_capturable": 0,
        "amount_details": {"tip": {}},
        "amount_received": 0,
        "application": None,
        "application_fee_amount": None,
        "automatic_payment_methods": _automatic(params),
        "canceled_at": None,
        "cancellation_reason": None,
        "capture_method": "automatic_async",
        "client_secret": f"{identifier}_secret_{world.ids.token(25)}",
        "confirmation_method": params.get("confirmation_method", "automatic"),
        "created": world.now(),
        "currency": currency,
        "customer": None,
        "customer_account": None,
        "description": None,
        "excluded_payment_method_types": None,
        "last_payment_error": None,
        "latest_charge": None,
        "livemode": False,
        "managed_payments": None,
        "metadata": {},
        "next_action": None,
        "on_behalf_of": None,
        "payment_method": None,
        "payment_method_configuration_details": None,
        "payment_method_options": None,
        "payment_method_types": [],
        "payment_record": None,
        "processing": None,
        "receipt_email": None,
        "review": None,
        "setup_future_usage": None,
        "shipping": None,
        "source": None,
        "statement_descriptor": None,
        "statement_descriptor_suffix": None,
        "status": intents.NEW,
        "transfer_data": None,
        "transfer_group": None,
        PRIVATE: {"account": call.account},
    }
    if intent["automatic_payment_methods"]:
        configuration = {"id": "pmc_1" + call.account[6:] + call.account[-8:], "parent": None}
        intent["payment_method_configuration_details"] = configuration
    apply(world, call, intent)
    return intent


def _automatic(params: Json) -> Json | None:
    """On unless told otherwise, or told which types."""
    if params.get("payment_method_types"):
        return None
    given = params.get("automatic_payment_methods") or {"enabled": True}
    if not given["enabled"]:
        return None
    return {"allow_redirects": given.get("allow_redirects", "always"), "enabled": True}


def apply(world: World, call: Call, intent: Json) -> None:
    """Change the intent as the call's parameters say, all but its method."""
    params = call.params
    for name in WORDS:
        if name in params:
            intent[name] = params[name]
    if params.get("shipping"):
        intent["shipping"] = {name: params["shipping"].get(name) for name in SHIPPING_MEMBERS}
    if "metadata" in params:
        intent["metadata"] = merged_metadata(intent["metadata"], params["metadata"])
    if params.get("customer"):
        world.find("customers", call, params["customer"], "customer", "customer", in_path=False)
    if "customer" in params:
        intent["customer"] = params["customer"]
    if "currency" in params:
        intent["currency"] = currency_of(params["currency"])
    if "amount" in params:
        check_amount(params["amount"], intent["currency"])
        intent["amount"] = params["amount"]
    if "capture_method" in params:
        intent["capture_method"] = params["capture_method"]
    for name in ("allowed_payment_method_types", "excluded_payment_method_types"):
        if name in params:
            intent[name] = params[name]
    if not intent["payment_method_types"] or not OFFERED_BY.isdisjoint(params):
        _offer(call, intent)
    for name in ("return_url", "use_stripe_sdk"):
        if name in params:
            intent[PRIVATE][name] = params[name]
    if "off_session" in params:
        intent[PRIVATE]["off_session"] = params["off_session"] not in ("false", None)
    if "error_on_requires_action" in params:
        intent[PRIVATE]["no_action"] = params["error_on_requires_action"]


def _offer(call: Call, intent: Json) -> None:
    """Say which types of method the intent takes, and with which options."""
    given = call.params.get("payment_method_types")
    automatic = intent["automatic_payment_methods"]
    if given:
        for place, kind in enumerate(given):
            if kind not in table():
                raise bad(
                    f'The payment method type "{kind}" is invalid. Please ensure the provided '
                    "type is activated in your dashboard "
                    "(https://dashboard.stripe.com/account/payments/settings) and your account is "
                    "enabled for any preview features that you are trying to use. See "
                    "https://docs.stripe.com/payments/payment-methods/integration-options for "
                    "supported payment method, currency, and country combinations.",
                    f"payment_method_types[{place}]",
                    "payment_intent_invalid_parameter",
                )
        intent["payment_method_types"] = list(given)
    elif automatic:
        intent["payment_method_types"] = offered(
            intent["currency"],
            redirects=automatic["allow_redirects"] == "always",
            manual=intent["capture_method"] == "manual",
            allowed=intent["allowed_payment_method_types"],
            excluded=intent["excluded_payment_method_types"],
        )
    elif not intent["payment_method_types"]:
        intent["payment_method_types"] = ["card"]
    before = intent["payment_method_options"] or {}
    changed = call.params.get("payment_method_options") or {}
    merged = {
        kind: {**before.get(kind, {}), **(changed.get(kind) or {})} for kind in {*before, *changed}
    }
    intent["payment_method_options"] = options_for(intent["payment_method_types"], merged)


def method_from(world: World, call: Call, intent: Json) -> Json | None:
    """The method that the intent has after this call, if any; a new one is put on it."""
    params = call.params
    if "confirmation_token" in params:
        token = params["confirmation_token"]
        raise no_such("confirmation token", token, "confirmation_token", in_path=False)
    if "payment_method_data" in params:
        data = params["payment_method_data"]
        method = payment_methods.made(world, call, data, "payment_method_data.")
        world.books.put(payment_methods.KIND, method)
    elif params.get("payment_method"):
        method = payment_methods.resolved(world, call, params["payment_method"], in_path=False)
    elif intent["payment_method"]:
        return payment_methods.resolved(world, call, intent["payment_method"], in_path=False)
    else:
        return None
    _check_fits(intent, method)
    intent["payment_method"], intent["next_action"] = method["id"], None
    intent["status"] = intents.after(intent["status"], "method_given")
    return method


def _check_fits(intent: Json, method: Json) -> None:
    if method["type"] not in intent["payment_method_types"]:
        kinds = ", ".join(intent["payment_method_types"])
        raise StripeError(
            400,
            f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent. "
            f"Please attach a PaymentMethod of one of the following types: {kinds}. Alternatively "
            "update the allowed payment_method_types for this PaymentIntent to include "
            f'"{method["type"]}".',
            code="payment_intent_incompatible_payment_method",
            param="payment_method",
        )
    if method["customer"] not in (None, intent["customer"]):
        raise bad(
            f"The customer does not have a payment method with the ID {method['id']}. The payment "
            "method must be attached to the customer.",
            "payment_method",
            "resource_missing" if intent["customer"] else None,
        )
