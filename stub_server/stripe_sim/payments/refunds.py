"""Refunds: money back, in full or in part, and never more than was taken."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import StripeError, invalid_request, resource_missing
from stub_server.stripe_sim.params.currencies import format_amount, validate_step
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import OMIT
from stub_server.stripe_sim.params.types import Int, merge_metadata
from stub_server.stripe_sim.payments import disputes
from stub_server.stripe_sim.payments.refund_objects import canceled, issued
from stub_server.stripe_sim.store.schema import Json

KIND = "refunds"
CREATE = declared_params("POST refunds", amount=Int(least=1))
UPDATE = declared_params("POST refunds/*")
CANCEL = declared_params("POST refunds/*/cancel")
LIST = declared_params("GET refunds")
OF_CHARGE = declared_params("GET refunds", charge=OMIT, payment_intent=OMIT)
RETRIEVE = declared_params("GET refunds/*")


def create(
    ctx: Context,
) -> Json:
    """Give back some or all of a charge. StripeError 400: there is not so much to give back."""
    charge = _charge(ctx)
    if disputes.blocks_refund(ctx, charge):
        raise invalid_request(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    left = charge["amount"] - charge["amount_refunded"]
    amount = ctx.params.get("amount", left)
    if left <= 0:
        raise invalid_request(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if amount < left and not charge["captured"]:
        raise invalid_request(
            "You cannot partially refund an uncaptured charge. Instead, capture the charge for an "
            "amount less than the original amount"
        )
    if amount > left:
        what = "unrefunded amount on charge" if charge["amount_refunded"] else "charge amount"
        raise invalid_request(
            f"Refund amount ({format_amount(amount, charge['currency'])}) is greater than {what} "
            f"({format_amount(left, charge['currency'])})",
            "amount",
        )
    validate_step(amount, charge["currency"])
    return issued(ctx, charge, amount)


def _charge(
    ctx: Context,
) -> Json:
    """The charge that is meant, captured and paid."""
    params = ctx.params
    named, intent_id = params.get("charge"), params.get("payment_intent")
    if named is None and intent_id is None:
        raise invalid_request(
            "One of the following params should be provided for this request: "
            "payment_intent or charge."
        )
    if intent_id is not None:
        intent = ctx.get(
            "payment_intents", intent_id, "payment_intent", "payment_intent", in_path=True
        )
        if named is not None and named != intent["latest_charge"]:
            raise invalid_request(
                f"Charge {named} does not belong to PaymentIntent {intent_id}.", "charge"
            )
        named = intent["latest_charge"]
    if named is None:
        raise _nothing_taken(str(intent_id))
    charge = ctx.get("charges", named, "charge", "id", in_path=True)
    held = charge["status"] == "succeeded" and not charge["captured"]
    if held and charge["payment_intent"] is None:
        return charge  # the refund lets go of what is held
    if held and not charge["refunded"]:
        raise invalid_request(
            f"This uncaptured Charge was created by a PaymentIntent ({charge['payment_intent']}). "
            "You must cancel the PaymentIntent to reverse the authorization instead of refunding "
            "the Charge directly. For more information, see "
            "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
        )
    if charge["status"] != "succeeded" and charge["payment_intent"] is None:
        raise invalid_request(f"Charge {charge['id']} has failed; there is nothing to refund.")
    if charge["status"] != "succeeded" or not charge["captured"]:
        raise _nothing_taken(charge["payment_intent"])
    return charge


def _nothing_taken(intent_id: str) -> StripeError:
    return invalid_request(
        f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
    )


def create_of_charge(ctx: Context, charge: str) -> Json:
    """The older way to refund a charge."""
    ctx.params["charge"] = charge
    return create(ctx)


def refunded_charge(ctx: Context, charge: str) -> Json:
    """The oldest way, which answers with the charge."""
    create_of_charge(ctx, charge)
    return ctx.get("charges", charge, "charge", "id", in_path=True)


def retrieve(ctx: Context, identifier: str) -> Json:
    """One refund."""
    return ctx.get(KIND, identifier, "refund", "refund", in_path=True)


def retrieve_of_charge(ctx: Context, charge: str, identifier: str) -> Json:
    """One refund, of that charge."""
    refund = retrieve(ctx, identifier)
    if refund["charge"] != charge:
        raise resource_missing("refund", identifier, "refund", in_path=True)
    return refund


def update(ctx: Context, identifier: str) -> Json:
    """Metadata may change; `refund.updated`, `charge.refund.updated`."""
    before = retrieve(ctx, identifier)
    record = {**before}
    if "metadata" in ctx.params:
        record["metadata"] = merge_metadata(before["metadata"], ctx.params["metadata"])
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("refund.updated", record, before)
        ctx.emit("charge.refund.updated", record, before)
    return record


def cancel(ctx: Context, identifier: str) -> Json:
    """Take back a refund that waits for the customer. StripeError 400: it does not."""
    refund = retrieve(ctx, identifier)
    if refund["status"] != "requires_action":
        raise invalid_request("Canceling this refund is unsupported.")
    return canceled(ctx, refund)


def many(
    ctx: Context,
) -> Json:
    """The account's refunds, a charge's, or a PaymentIntent's."""
    return paginate(ctx, KIND, "/v1/refunds")


def of_charge(ctx: Context, charge: str) -> Json:
    """The refunds of a charge."""
    ctx.get("charges", charge, "charge", "charge", in_path=True)
    return paginate(ctx, KIND, f"/v1/charges/{charge}/refunds", {"charge": charge})


RESOURCE = Resource(
    object="refund",
    table=KIND,
    id_prefixes=("re", "pyr"),
    operations={
        "POST refunds": operation(create, CREATE),
        "GET refunds": operation(many, LIST),
        "GET refunds/*": operation(retrieve, RETRIEVE),
        "POST refunds/*": operation(update, UPDATE),
        "POST refunds/*/cancel": operation(cancel, CANCEL),
        "POST charges/*/refund": operation(refunded_charge, CREATE),
        "GET charges/*/refunds": operation(of_charge, OF_CHARGE),
        "POST charges/*/refunds": operation(create_of_charge, CREATE),
        "GET charges/*/refunds/*": operation(retrieve_of_charge, RETRIEVE),
    },
    filters=("charge", "payment_intent", "status"),
    waiting={"pending": "finish_refund"},
)
