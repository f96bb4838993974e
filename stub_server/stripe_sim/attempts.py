"""A try at paying: from a confirmed PaymentIntent to money, a challenge, a debit or a refusal."""

from __future__ import annotations

from stub_server.stripe_sim import intents
from stub_server.stripe_sim.errors import DOCS, StripeError
from stub_server.stripe_sim.methods import flow_of
from stub_server.stripe_sim.outcomes import (
    DEBIT_FAILURES,
    DELAYED,
    Card,
    declines,
)
from stub_server.stripe_sim.resources import balance_transactions, charges, payment_methods
from stub_server.stripe_sim.resources.cards import card_of
from stub_server.stripe_sim.tables import PRIVATE, Json, public
from stub_server.stripe_sim.world import Call, World

KIND = "payment_intents"

UNAUTHENTICATED = (
    "We are unable to authenticate your payment method. Please choose a different payment method "
    "and try again."
)
AUTHENTICATED = {
    "authentication_flow": "challenge",
    "electronic_commerce_indicator": "05",
    "exemption_indicator": None,
    "result": "authenticated",
    "result_reason": None,
    "version": "2.2.0",
}


def confirmed(world: World, call: Call, intent: Json, method: Json) -> StripeError | None:
    """Try to pay with the method; the intent is changed and filed. The error of a refusal."""
    flow = flow_of(method["type"])
    if flow == "debit":
        return _debited(world, call, intent, method)
    if flow == "redirect":
        return _challenged(world, call, intent, redirect=True)
    card = card_of(method)
    assert card is not None
    authenticated = intent[PRIVATE].pop("authenticated", False)
    if not authenticated:
        if card.authentication == "lookup_fails":
            return _declined(world, call, intent, method, card.decline or "generic_decline")
        if _wants_challenge(card, intent, method):
            if intent[PRIVATE].get("off_session") or intent[PRIVATE].get("no_action"):
                return _declined(world, call, intent, method, "authentication_required")
            return _challenged(world, call, intent)
    return _charged(world, call, intent, method, card)


def _wants_challenge(card: Card, intent: Json, method: Json) -> bool:
    """Whether the issuer wants to see the buyer."""
    options = (intent["payment_method_options"] or {}).get("card", {})
    asked = options.get("request_three_d_secure") in ("any", "challenge")
    off_session = bool(intent[PRIVATE].get("off_session"))
    set_up = bool(method[PRIVATE].get("set_up"))
    match card.authentication:
        case "always":
            return True
        case "unless_set_up":
            return not (off_session and set_up)
        case "on_session":
            return not off_session
        case "on_request" | "on_request_fails":
            return asked
        case _:
            return False


def _challenged(
    world: World, call: Call, intent: Json, *, redirect: bool = False
) -> StripeError | None:
    """The buyer has to do something: in Stripe's script, or on a page of its own."""
    private = intent[PRIVATE]
    intent["status"] = intents.after(intent["status"], "challenged")
    return_url = private.get("return_url")
    if redirect or (return_url and not private.get("use_stripe_sdk")):
        nonce = world.ids.token(24)
        private["nonce"] = nonce
        world.books.store.put("redirects", nonce, {"account": call.account, "intent": intent["id"]})
        origin = world.settings.public_url or call.origin
        intent["next_action"] = {
            "redirect_to_url": {
                "return_url": return_url,
                "url": f"{origin}/authorize/{call.account}/pa_nonce_{nonce}",
            },
            "type": "redirect_to_url",
        }
    else:
        intent["next_action"] = {"type": "use_stripe_sdk", "use_stripe_sdk": _sdk(world, call)}
    world.books.put(KIND, intent)
    world.emit(call, "payment_intent.requires_action", intent)
    return None


def _sdk(world: World, call: Call) -> Json:
    """What Stripe's script is told; to everyone else it is opaque."""
    return {
        "directory_server_encryption": {
            "algorithm": "RSA",
            "certificate": "",
            "directory_server_id": "A000000003",
            "root_certificate_authorities": [],
        },
        "directory_server_name": "visa",
        "merchant": call.account,
        "one_click_authn": None,
        "server_transaction_id": world.ids.token(24),
        "three_d_secure_2_source": world.new_id("payatt", call.account),
        "three_ds_method_url": "",
        "three_ds_optimizations": "kf",
        "type": "stripe_3ds2_fingerprint",
    }


def authenticated(world: World, call: Call, intent: Json) -> None:
    """The buyer has done what was asked for; the payment goes on. The intent is filed."""
    method = _method_of(world, call, intent)
    intent["next_action"] = None
    _forget_redirect(world, intent)
    card = card_of(method)
    if card is not None:
        intent[PRIVATE]["three_d_secure"] = {
            **AUTHENTICATED,
            "transaction_id": world.ids.token(27),
        }
        if intent["confirmation_method"] == "manual":
            intent[PRIVATE]["authenticated"] = True
            intent["status"] = intents.after(intent["status"], "authenticated")
            world.books.put(KIND, intent)
            return
    _charged(world, call, intent, method, card)


def unauthenticated(world: World, call: Call, intent: Json) -> None:
    """The buyer did not, or would not; another method is needed. The intent is filed."""
    method = _method_of(world, call, intent)
    _forget_redirect(world, intent)
    code = "payment_intent_authentication_failure"
    intent["last_payment_error"] = {
        "code": code,
        "doc_url": DOCS + code.replace("_", "-"),
        "message": UNAUTHENTICATED,
        "payment_method": public(method),
        "type": "invalid_request_error" if method["type"] == "card" else "card_error",
    }
    _failed(world, call, intent)


def _method_of(world: World, call: Call, intent: Json) -> Json:
    return payment_methods.resolved(world, call, intent["payment_method"], in_path=False)


def _forget_redirect(world: World, intent: Json) -> None:
    nonce = intent[PRIVATE].pop("nonce", None)
    if nonce:
        world.books.store.delete("redirects", nonce)


def _charged(
    world: World, call: Call, intent: Json, method: Json, card: Card | None
) -> StripeError | None:
    """Ask the network for the money."""
    if card and card.decline and not _declines_only_saved(card, intent):
        return _declined(world, call, intent, method, card.decline)
    charge = charges.made(world, call, intent, method, "succeeded")
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = None
    manual = captured_later(intent, method["type"])
    if not manual:
        settle(world, call, intent, charge, intent["amount"])
    else:
        intent["amount_capturable"] = intent["amount"]
        if card:
            charge["payment_method_details"]["card"]["capture_before"] = world.now() + 7 * 86_400
    intent["status"] = intents.after(intent["status"], "authorized" if manual else "paid")
    world.books.put(charges.KIND, charge)
    world.books.put(KIND, intent)
    _used(world, call, intent, method)
    world.emit(call, "charge.succeeded", charge)
    event = "amount_capturable_updated" if manual else "succeeded"
    world.emit(call, f"payment_intent.{event}", intent)
    return None


def _declines_only_saved(card: Card, intent: Json) -> bool:
    return card.attaches and card.number == "4000000000000341" and intent["customer"] is None


def captured_later(intent: Json, kind: str) -> bool:
    """Whether the money is held first, by the intent's or by the method's own setting."""
    options = (intent["payment_method_options"] or {}).get(kind, {})
    return "manual" in (options.get("capture_method"), intent["capture_method"])


def settle(world: World, call: Call, intent: Json, charge: Json, amount: int) -> None:
    """Take so much of the charge into the balance; neither is filed."""
    charge["amount_captured"], charge["captured"], charge["paid"] = amount, True, True
    charge["balance_transaction"] = balance_transactions.entered(
        world, call, charge, amount, "charge" if charge["id"].startswith("ch_") else "payment"
    )
    intent["amount_received"], intent["amount_capturable"] = amount, 0


def _used(world: World, call: Call, intent: Json, method: Json) -> None:
    """Remember that the method is spent, or keep it with the customer for later."""
    if method["customer"] is not None:
        return
    if intent["customer"] and intent["setup_future_usage"]:
        method[PRIVATE]["set_up"] = True
        payment_methods.attached(world, call, method, intent["customer"])
        return
    method[PRIVATE]["used"] = True
    world.books.put(payment_methods.KIND, method)


def _declined(world: World, call: Call, intent: Json, method: Json, decline: str) -> StripeError:
    """The network says no: a failed charge, and the error that the caller gets."""
    row = declines()[decline]
    charge = charges.made(world, call, intent, method, "failed")
    charges.refused(charge, card_of(method), decline)
    world.books.put(charges.KIND, charge)
    world.emit(call, "charge.failed", charge)
    reasons = {
        "advice_code": row["advice_code"],
        "charge": charge["id"],
        "decline_code": decline,
        "network_advice_code": row["network_advice_code"],
        "network_decline_code": row["network_decline_code"],
        "payment_method": public(method),
    }
    error = StripeError(
        402,
        row["message"],
        kind="card_error",
        code=row["code"],
        param=row["param"],
        details=reasons,
    )
    intent["latest_charge"] = charge["id"]
    intent["last_payment_error"] = error.body()
    _failed(world, call, intent)
    error.details["payment_intent"] = public(intent)
    return error


def _failed(world: World, call: Call, intent: Json) -> None:
    """The try is over; the intent waits for another method."""
    intent["status"] = intents.after(intent["status"], "declined")
    intent["payment_method"], intent["next_action"] = None, None
    world.books.put(KIND, intent)
    world.emit(call, "payment_intent.payment_failed", intent)


def _debited(world: World, call: Call, intent: Json, method: Json) -> StripeError | None:
    """The bank is asked for the money, and takes its time."""
    intent[PRIVATE]["mandate"] = world.new_id("mandate", call.account)
    charge = charges.made(world, call, intent, method, "pending")
    intent["latest_charge"], intent["last_payment_error"] = charge["id"], None
    intent["status"] = intents.after(intent["status"], "debited")
    wait = world.settings.settle_seconds
    if method[PRIVATE]["ending"].endswith("_delayed"):
        wait = max(wait, DELAYED)
    intent[PRIVATE]["settles_at"] = world.now() + wait
    world.books.put(charges.KIND, charge)
    world.books.put(KIND, intent)
    _used(world, call, intent, method)
    world.emit(call, "charge.pending", charge)
    world.emit(call, "payment_intent.processing", intent)
    world.after(wait, "settle", intent)
    return None


def bank_answers(world: World, call: Call, intent: Json, *, pays: bool | None = None) -> None:
    """The bank has paid, or has not; None: as the account number says. The intent is filed."""
    method = _method_of(world, call, intent)
    ending = method[PRIVATE]["ending"]
    if pays is None:
        pays = ending not in DEBIT_FAILURES
    charge = world.find(charges.KIND, call, intent["latest_charge"], "charge", "id", in_path=False)
    intent[PRIVATE].pop("settles_at", None)
    if pays:
        settle(world, call, intent, charge, intent["amount"])
        charge["status"], charge["receipt_url"] = "succeeded", charges.receipt(charge["id"])
        intent["status"] = intents.after(intent["status"], "paid")
        world.books.put(charges.KIND, charge)
        world.books.put(KIND, intent)
        world.emit(call, "charge.succeeded", charge)
        world.emit(call, "payment_intent.succeeded", intent)
        return
    code, message = DEBIT_FAILURES.get(ending, DEBIT_FAILURES["failed"])
    charge |= {"status": "failed", "paid": False, "failure_code": code, "failure_message": message}
    world.books.put(charges.KIND, charge)
    world.emit(call, "charge.failed", charge)
    intent["last_payment_error"] = {
        "charge": charge["id"],
        "code": code,
        "doc_url": DOCS + code.replace("_", "-"),
        "message": message,
        "payment_method": public(method),
        "type": "card_error",
    }
    _failed(world, call, intent)
