"""Next actions of an intent: 3-D Secure in Stripe.js, a redirect, or a banking app."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import DOCS_URL
from stub_server.stripe_sim.payments.intent_params import OBJECT_NAMES
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

AUTHENTICATED_RESULT = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "exemption_indicator": None,
    "result": "authenticated",
    "result_reason": None,
    "version": "2.2.0",
}
ATTEMPTED_RESULT = {
    "authentication_flow": None,
    "electronic_commerce_indicator": "06",
    "exemption_indicator": None,
    "result": "attempt_acknowledged",
    "result_reason": None,
    "version": "2.2.0",
}
AUTHENTICATION_FAILURE_MESSAGE = (
    "The provided PaymentMethod has failed authentication. You can provide "
    "payment_method_data or a new PaymentMethod to attempt to fulfill this {noun} again."
)
NOT_APPROVED_MESSAGE = (
    "The customer did not approve the {noun}. Provide a new payment method to attempt to "
    "fulfill this {noun} again."
)
DECLINED_BY_CUSTOMER = "payment_method_customer_decline"
REDIRECT_TABLES = {
    "payment_intent": ("payment_intents", "pa"),
    "setup_intent": ("setup_intents", "sa"),
}
"""Object → its table, and the prefix of its redirect tokens."""


def build_card_action(ctx: Context, intent: Json) -> Json:
    """Build the action for 3-D Secure: a redirect, if there is a return URL and no Stripe.js."""
    private = intent[PRIVATE]
    if private.get("return_url") and not private.get("use_stripe_sdk"):
        return build_redirect_action(ctx, intent)
    source = ctx.new_id("payatt")
    _save_redirect(ctx, intent, source)
    return {"type": "use_stripe_sdk", "use_stripe_sdk": _build_sdk_data(ctx, source)}


def build_redirect_action(ctx: Context, intent: Json) -> Json:
    """Build a redirect to the bank's page; its URL ends with a new token."""
    prefix = REDIRECT_TABLES[intent["object"]][1]
    token = ctx.ids.token(24)
    _save_redirect(ctx, intent, token)
    origin = ctx.settings.public_url or ctx.origin
    return {
        "redirect_to_url": {
            "return_url": intent[PRIVATE].get("return_url"),
            "url": f"{origin}/authorize/{ctx.account}/{prefix}_nonce_{token}",
        },
        "type": "redirect_to_url",
    }


def _save_redirect(ctx: Context, intent: Json, token: str) -> None:
    """Save the location of the intent by the token; the intent is not saved."""
    intent[PRIVATE]["nonce"] = token
    location = {
        "account": ctx.account,
        "kind": REDIRECT_TABLES[intent["object"]][0],
        "intent": intent["id"],
    }
    ctx.simulation.objects.store.put("redirects", token, location)


def build_app_action() -> Json:
    """Build the action in the buyer's banking app."""
    return {"blik_authorize": {}, "type": "blik_authorize"}


def _build_sdk_data(ctx: Context, source: str) -> Json:
    """Build `use_stripe_sdk`, which only Stripe.js reads."""
    return {
        "directory_server_encryption": {
            "algorithm": "RSA",
            "certificate": "",
            "directory_server_id": "A000000003",
            "root_certificate_authorities": [],
        },
        "directory_server_name": "visa",
        "merchant": ctx.account,
        "one_click_authn": None,
        "server_transaction_id": ctx.ids.token(24),
        "three_d_secure_2_source": source,
        "three_ds_method_url": "",
        "three_ds_optimizations": "kf",
        "type": "stripe_3ds2_fingerprint",
    }


def clear(ctx: Context, intent: Json) -> None:
    """Clear `next_action` and invalidate its redirect page; the intent is not saved."""
    intent["next_action"] = None
    token = intent[PRIVATE].pop("nonce", None)
    if token:
        ctx.simulation.objects.store.delete("redirects", token)


def build_authentication_error(intent: Json, method: Json) -> Json:
    """Build the intent's error after a buyer failed 3-D Secure or refused a redirect.

    Klarna has a code of its own since 2023-08-16; other redirects use that of 3-D Secure.
    """
    method_type = method["type"]
    code = documented_code = f"{intent['object']}_authentication_failure"
    message = AUTHENTICATION_FAILURE_MESSAGE
    if method_type != "card":
        documented_code, message = DECLINED_BY_CUSTOMER, NOT_APPROVED_MESSAGE
        code = documented_code if method_type == "klarna" else code
    return {
        "code": code,
        "doc_url": DOCS_URL + documented_code.replace("_", "-"),
        "message": message.format(noun=OBJECT_NAMES[intent["object"]]),
        "payment_method": public(method),
        "type": "invalid_request_error",
    }


def build_three_d_secure(ctx: Context, *, enrolled: bool) -> Json:
    """Build `three_d_secure` of a card: authenticated if enrolled, else attempted."""
    result = AUTHENTICATED_RESULT if enrolled else ATTEMPTED_RESULT
    return {**result, "transaction_id": ctx.ids.token(27)}
