"""What a buyer has to do before an intent goes on: in Stripe's script, on a page, in an app."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import DOCS_URL
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

AUTHENTICATED = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "exemption_indicator": None,
    "result": "authenticated",
    "result_reason": None,
    "version": "2.2.0",
}
NOT_ENROLLED = {
    "authentication_flow": None,
    "electronic_commerce_indicator": "06",
    "exemption_indicator": None,
    "result": "attempt_acknowledged",
    "result_reason": None,
    "version": "2.2.0",
}
UNAUTHENTICATED = (
    "The provided PaymentMethod has failed authentication. You can provide payment_method_data or "
    "a new PaymentMethod to attempt to fulfill this {noun} again."
)
NOT_APPROVED = (
    "The customer did not approve the {noun}. Provide a new payment method to attempt to fulfill "
    "this {noun} again."
)
DECLINED_BY_CUSTOMER = "payment_method_customer_decline"
NOUNS = {"payment_intent": "PaymentIntent", "setup_intent": "SetupIntent"}
KINDS = {"payment_intent": ("payment_intents", "pa"), "setup_intent": ("setup_intents", "sa")}
"""Of each intent: its table, and the prefix of its redirects."""


def by_card(ctx: Context, intent: Json) -> Json:
    """3-D Secure: a page if the caller named a way back and has no script of Stripe's."""
    private = intent[PRIVATE]
    if private.get("return_url") and not private.get("use_stripe_sdk"):
        return by_redirect(ctx, intent)
    source = ctx.new_id("payatt")
    _known_by(ctx, intent, source)
    return {"type": "use_stripe_sdk", "use_stripe_sdk": _sdk(ctx, source)}


def by_redirect(ctx: Context, intent: Json) -> Json:
    """A page of the bank's, played by ours; it is known by a nonce."""
    prefix = KINDS[intent["object"]][1]
    nonce = ctx.ids.token(24)
    _known_by(ctx, intent, nonce)
    origin = ctx.settings.public_url or ctx.origin
    return {
        "redirect_to_url": {
            "return_url": intent[PRIVATE].get("return_url"),
            "url": f"{origin}/authorize/{ctx.account}/{prefix}_nonce_{nonce}",
        },
        "type": "redirect_to_url",
    }


def _known_by(ctx: Context, intent: Json, nonce: str) -> None:
    """The intent is found by this word as long as it waits; its caller files it."""
    intent[PRIVATE]["nonce"] = nonce
    where = {"account": ctx.account, "kind": KINDS[intent["object"]][0], "intent": intent["id"]}
    ctx.simulation.objects.store.put("redirects", nonce, where)


def by_app() -> Json:
    """A question in the buyer's banking app."""
    return {"blik_authorize": {}, "type": "blik_authorize"}


def _sdk(ctx: Context, source: str) -> Json:
    """What Stripe's script is told; to everyone else it is opaque."""
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


def met(ctx: Context, intent: Json) -> None:
    """Nothing is to be done any more, and its page is gone; the intent is not filed."""
    intent["next_action"] = None
    nonce = intent[PRIVATE].pop("nonce", None)
    if nonce:
        ctx.simulation.objects.store.delete("redirects", nonce)


def refusal(intent: Json, method: Json) -> Json:
    """The intent's error when the buyer did not, or would not: failed 3-D Secure, or a redirect.

    Klarna has a code of its own since 2023-08-16; other redirects keep that of 3-D Secure.
    """
    kind = method["type"]
    code = documented = f"{intent['object']}_authentication_failure"
    words = UNAUTHENTICATED
    if kind != "card":
        documented, words = DECLINED_BY_CUSTOMER, NOT_APPROVED
        code = documented if kind == "klarna" else code
    return {
        "code": code,
        "doc_url": DOCS_URL + documented.replace("_", "-"),
        "message": words.format(noun=NOUNS[intent["object"]]),
        "payment_method": public(method),
        "type": "invalid_request_error",
    }


def authentication(ctx: Context, *, enrolled: bool) -> Json:
    """`three_d_secure` of a card whose issuer was asked."""
    result = AUTHENTICATED if enrolled else NOT_ENROLLED
    return {**result, "transaction_id": ctx.ids.token(27)}
