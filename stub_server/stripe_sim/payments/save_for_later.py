"""Saving a method for later (`setup_future_usage`): its customer and its mandate."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods import (
    mandates,
    payment_method_attachment,
    payment_method_objects,
    payment_methods,
)
from stub_server.stripe_sim.payments.intent_params import OBJECT_NAMES
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.method_types import known_method_types

GENERATED_IBANS = {"ideal": "NL39RABO0300065264", "bancontact": "BE62510007547061"}
"""Type of a redirect method → IBAN of the SEPA debit generated from it."""


def validate_mandate(ctx: Context, intent: Json, method: Json) -> None:
    """Raise StripeError 400 if a SEPA debit has no valid mandate."""
    if method["type"] != "sepa_debit":
        return
    private = intent[PRIVATE]
    if mandate_id := private.get("given_mandate"):
        mandate = ctx.get(mandates.TABLE, mandate_id, "mandate", "mandate", in_path=False)
        if mandate["payment_method"] == method["id"] and mandate["status"] == "active":
            return
        raise StripeError(
            400,
            "The provided mandate is invalid and can't be used for the payment intent.",
            code="payment_intent_mandate_invalid",
            param="mandate",
        )
    if private.get("mandate_data") or method[PRIVATE].get("mandate"):
        return
    noun = intent["object"]
    saved_intent = ctx.find(f"{noun}s", intent["id"])
    raise StripeError(
        400,
        f"This {OBJECT_NAMES[noun]} requires a mandate, but no existing mandate was "
        "found. Collect mandate acceptance from the customer and try again, providing "
        "acceptance data in the mandate_data parameter.",
        code=f"{noun}_mandate_invalid",
        details={noun: public(saved_intent)} if saved_intent else {},
    )


def get_or_create_mandate(ctx: Context, intent: Json, method: Json) -> str | None:
    """Return the id of the payment's mandate: of the request, the method, or a new one."""
    private = intent[PRIVATE]
    existing = private.get("given_mandate") or method[PRIVATE].get("mandate")
    if existing or not private.get("mandate_data"):
        return str(existing) if existing else None
    single_use = {"amount": intent["amount"], "currency": intent["currency"]}
    if intent["setup_future_usage"] or method["customer"]:
        single_use = {}
    identifier = mandates.create_mandate(
        ctx,
        method,
        private["mandate_data"],
        single_use=single_use or None,
        prefix=mandates.reference_prefix_of(intent["payment_method_options"]),
    )
    if not single_use:
        method[PRIVATE]["mandate"] = identifier
        ctx.save(payment_methods.TABLE, method)
    return identifier


def save_method(ctx: Context, intent: Json, method: Json, usage: str) -> Json:
    """Attach the method, or the debit generated from it, to the intent's customer.

    Without a customer it can be attached later. Return the saved method.
    """
    saved_method = generate_debit(ctx, intent, method) if generates_debit(method) else method
    if usage == "off_session":
        saved_method[PRIVATE]["set_up"] = True
    if intent["customer"] and saved_method["customer"] is None:
        payment_method_attachment.save_attached_to(ctx, saved_method, intent["customer"])
    else:
        ctx.save(payment_methods.TABLE, saved_method)
    return saved_method


def generates_debit(method: Json) -> bool:
    """Return whether a SEPA debit is saved in place of the method."""
    return "generates" in known_method_types()[method["type"]]


def generate_debit(ctx: Context, intent: Json, method: Json) -> Json:
    """Build the SEPA debit of an iDEAL or Bancontact method, with a mandate; it is not saved.

    Marks the method as used and saves it.
    """
    method_type = method["type"]
    billing = method["billing_details"]
    account = payment_method_objects.build_sepa_debit(
        ctx, GENERATED_IBANS[method_type], billing if billing["name"] else None
    )
    consent = intent[PRIVATE].get("mandate_data") or {"customer_acceptance": {"type": "online"}}
    mandate = mandates.create_mandate(ctx, account, consent)
    account[PRIVATE]["mandate"] = mandate
    intent[PRIVATE]["generated"] = {
        "generated_sepa_debit": account["id"],
        "generated_sepa_debit_mandate": mandate,
        "iban_last4": account["sepa_debit"]["last4"],
    }
    method[PRIVATE]["used"] = True
    ctx.save(payment_methods.TABLE, method)
    return account


def set_generated_from(ctx: Context, generated: Json, **origin: str) -> None:
    """Save the `charge` or `setup_attempt` that the debit was generated from."""
    account = payment_methods.resolve(ctx, generated["generated_sepa_debit"], in_path=False)
    debit = account["sepa_debit"]
    account["sepa_debit"] = {**debit, "generated_from": {**debit["generated_from"], **origin}}
    ctx.save(payment_methods.TABLE, account)
