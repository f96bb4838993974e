"""Refunds: create, update, cancel and list them."""

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
from stub_server.stripe_sim.payments.refund_objects import cancel_refund, create_refund
from stub_server.stripe_sim.store.schema import Json

TABLE = "refunds"
CREATE = declared_params("POST refunds", amount=Int(least=1))
UPDATE = declared_params("POST refunds/*")
CANCEL = declared_params("POST refunds/*/cancel")
LIST = declared_params("GET refunds")
LIST_FOR_CHARGE = declared_params("GET refunds", charge=OMIT, payment_intent=OMIT)
RETRIEVE = declared_params("GET refunds/*")


def create(ctx: Context) -> Json:
    """Refund a charge in full or in part. StripeError 400: the amount exceeds the rest."""
    charge = _get_refundable_charge(ctx)
    if disputes.blocks_refund(ctx, charge):
        raise invalid_request(
            f"Charge {charge['id']} has been charged back; cannot issue a refund.",
            code="charge_disputed",
        )
    refundable = charge["amount"] - charge["amount_refunded"]
    amount = ctx.params.get("amount", refundable)
    if refundable <= 0:
        raise invalid_request(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if amount < refundable and not charge["captured"]:
        raise invalid_request(
            "You cannot partially refund an uncaptured charge. Instead, capture the "
            "charge for an amount less than the original amount"
        )
    if amount > refundable:
        limit = "unrefunded amount on charge" if charge["amount_refunded"] else "charge amount"
        raise invalid_request(
            f"Refund amount ({format_amount(amount, charge['currency'])}) is greater than "
            f"{limit} ({format_amount(refundable, charge['currency'])})",
            "amount",
        )
    validate_step(amount, charge["currency"])
    return create_refund(ctx, charge, amount)


def _get_refundable_charge(ctx: Context) -> Json:
    """Return the charge that the parameters name. StripeError 400: it is not refundable."""
    params = ctx.params
    charge_id, intent_id = params.get("charge"), params.get("payment_intent")
    if charge_id is None and intent_id is None:
        raise invalid_request(
            "One of the following params should be provided for this request: "
            "payment_intent or charge."
        )
    if intent_id is not None:
        intent = ctx.get(
            "payment_intents", intent_id, "payment_intent", "payment_intent", in_path=True
        )
        if charge_id is not None and charge_id != intent["latest_charge"]:
            raise invalid_request(
                f"Charge {charge_id} does not belong to PaymentIntent {intent_id}.", "charge"
            )
        charge_id = intent["latest_charge"]
    if charge_id is None:
        raise _no_charge_error(str(intent_id))
    charge = ctx.get("charges", charge_id, "charge", "id", in_path=True)
    is_uncaptured = charge["status"] == "succeeded" and not charge["captured"]
    if is_uncaptured and charge["payment_intent"] is None:
        return charge  # the refund releases the hold
    if is_uncaptured and not charge["refunded"]:
        raise invalid_request(
            "This uncaptured Charge was created by a PaymentIntent "
            f"({charge['payment_intent']}). You must cancel the PaymentIntent to reverse "
            "the authorization instead of refunding the Charge directly. For more "
            "information, see "
            "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
        )
    if charge["status"] != "succeeded" and charge["payment_intent"] is None:
        raise invalid_request(f"Charge {charge['id']} has failed; there is nothing to refund.")
    if charge["status"] != "succeeded" or not charge["captured"]:
        raise _no_charge_error(charge["payment_intent"])
    return charge


def _no_charge_error(intent_id: str) -> StripeError:
    """Build the error of a PaymentIntent without a captured charge (400)."""
    return invalid_request(
        f"This PaymentIntent ({intent_id}) does not have a successful charge to refund."
    )


def create_for_charge(ctx: Context, charge: str) -> Json:
    """Create a refund by `POST charges/*/refunds`."""
    ctx.params["charge"] = charge
    return create(ctx)


def refund_charge(ctx: Context, charge: str) -> Json:
    """Create a refund by `POST charges/*/refund`. Return the charge."""
    create_for_charge(ctx, charge)
    return ctx.get("charges", charge, "charge", "id", in_path=True)


def retrieve(ctx: Context, identifier: str) -> Json:
    """Retrieve a refund."""
    return ctx.get(TABLE, identifier, "refund", "refund", in_path=True)


def retrieve_for_charge(ctx: Context, charge: str, identifier: str) -> Json:
    """Retrieve a refund of the charge."""
    refund = retrieve(ctx, identifier)
    if refund["charge"] != charge:
        raise resource_missing("refund", identifier, "refund", in_path=True)
    return refund


def update(ctx: Context, identifier: str) -> Json:
    """Update the metadata; `refund.updated`, `charge.refund.updated`."""
    before = retrieve(ctx, identifier)
    record = {**before}
    if "metadata" in ctx.params:
        record["metadata"] = merge_metadata(before["metadata"], ctx.params["metadata"])
    if record != before:
        ctx.save(TABLE, record)
        ctx.emit("refund.updated", record, before)
        ctx.emit("charge.refund.updated", record, before)
    return record


def cancel(ctx: Context, identifier: str) -> Json:
    """Cancel a refund that requires an action. StripeError 400: it does not."""
    refund = retrieve(ctx, identifier)
    if refund["status"] != "requires_action":
        raise invalid_request("Canceling this refund is unsupported.")
    return cancel_refund(ctx, refund)


def list_refunds(ctx: Context) -> Json:
    """List refunds of the account, a charge or a PaymentIntent."""
    return paginate(ctx, TABLE, "/v1/refunds")


def list_for_charge(ctx: Context, charge: str) -> Json:
    """List the refunds of a charge."""
    ctx.get("charges", charge, "charge", "charge", in_path=True)
    return paginate(ctx, TABLE, f"/v1/charges/{charge}/refunds", {"charge": charge})


RESOURCE = Resource(
    object="refund",
    table=TABLE,
    id_prefixes=("re", "pyr"),
    operations={
        "POST refunds": operation(create, CREATE),
        "GET refunds": operation(list_refunds, LIST),
        "GET refunds/*": operation(retrieve, RETRIEVE),
        "POST refunds/*": operation(update, UPDATE),
        "POST refunds/*/cancel": operation(cancel, CANCEL),
        "POST charges/*/refund": operation(refund_charge, CREATE),
        "GET charges/*/refunds": operation(list_for_charge, LIST_FOR_CHARGE),
        "POST charges/*/refunds": operation(create_for_charge, CREATE),
        "GET charges/*/refunds/*": operation(retrieve_for_charge, RETRIEVE),
    },
    filters=("charge", "payment_intent", "status"),
    waiting={"pending": "finish_refund"},
)
