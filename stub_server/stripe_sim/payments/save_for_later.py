"""What stays after a payment or a setup: the method with its customer, and the mandate."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.payment_methods import mandates, payment_method_objects, payment_methods
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public
from stub_server.stripe_sim.testdata.method_types import method_types

NAMES = {"payment_intent": "PaymentIntent", "setup_intent": "SetupIntent"}
GENERATED = {"ideal": "NL39RABO0300065264", "bancontact": "BE62510007547061"}
"""The account behind a redirect method: what is debited the next time."""


def refuse_unpermitted(ctx: Context, intent: Json, method: Json) -> None:
    """StripeError 400: a debit needs the buyer's mandate, new or from before."""
    if method["type"] != "sepa_debit":
        return
    private = intent[PRIVATE]
    if named := private.get("given_mandate"):
        mandate = ctx.get(mandates.KIND, named, "mandate", "mandate", in_path=False)
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
    stands = ctx.find(f"{noun}s", intent["id"])
    raise StripeError(
        400,
        f"This {NAMES[noun]} requires a mandate, but no existing mandate was found. Collect "
        "mandate acceptance from the customer and try again, providing acceptance data in the "
        "mandate_data parameter.",
        code=f"{noun}_mandate_invalid",
        details={noun: public(stands)} if stands else {},
    )


def permission(ctx: Context, intent: Json, method: Json) -> str | None:
    """The mandate of a payment: the one that was named, an old one, or a new one."""
    private = intent[PRIVATE]
    old = private.get("given_mandate") or method[PRIVATE].get("mandate")
    if old or not private.get("mandate_data"):
        return str(old) if old else None
    single = {"amount": intent["amount"], "currency": intent["currency"]}
    if intent["setup_future_usage"] or method["customer"]:
        single = {}
    identifier = mandates.made(
        ctx,
        method,
        private["mandate_data"],
        single_use=single or None,
        prefix=mandates.prefix_of(intent["payment_method_options"]),
    )
    if not single:
        method[PRIVATE]["mandate"] = identifier
        ctx.save(payment_methods.KIND, method)
    return identifier


def kept(ctx: Context, intent: Json, method: Json, usage: str) -> Json:
    """Keep the method, or what it generates, with the intent's customer; what was kept.

    Without a customer it can be attached later. The record is filed.
    """
    stays = generated(ctx, intent, method) if generates(method) else method
    if usage == "off_session":
        stays[PRIVATE]["set_up"] = True
    if intent["customer"] and stays["customer"] is None:
        payment_methods.attached(ctx, stays, intent["customer"])
    else:
        ctx.save(payment_methods.KIND, stays)
    return stays


def generates(method: Json) -> bool:
    """Whether another method is kept in its place."""
    return "generates" in method_types()[method["type"]]


def generated(ctx: Context, intent: Json, method: Json) -> Json:
    """The SEPA account behind an iDEAL or Bancontact payment, with a mandate, not filed."""
    kind = method["type"]
    billing = method["billing_details"]
    account = payment_method_objects.debit(
        ctx, GENERATED[kind], billing if billing["name"] else None
    )
    consent = intent[PRIVATE].get("mandate_data") or {"customer_acceptance": {"type": "online"}}
    mandate = mandates.made(ctx, account, consent)
    account[PRIVATE]["mandate"] = mandate
    intent[PRIVATE]["generated"] = {
        "generated_sepa_debit": account["id"],
        "generated_sepa_debit_mandate": mandate,
        "iban_last4": account["sepa_debit"]["last4"],
    }
    method[PRIVATE]["used"] = True
    ctx.save(payment_methods.KIND, method)
    return account


def sprang_from(ctx: Context, generated: Json, **origin: str) -> None:
    """Note with the generated account which `charge` or `setup_attempt` it comes from."""
    account = payment_methods.resolved(ctx, generated["generated_sepa_debit"], in_path=False)
    debit = account["sepa_debit"]
    account["sepa_debit"] = {**debit, "generated_from": {**debit["generated_from"], **origin}}
    ctx.save(payment_methods.KIND, account)
