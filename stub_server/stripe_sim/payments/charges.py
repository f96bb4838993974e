"""Charges: one try to move money, with what the network said to it."""

from __future__ import annotations

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import (
    SHIPPING,
    complete_address,
)
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.params.overlays import UNSET
from stub_server.stripe_sim.params.types import merge_metadata
from stub_server.stripe_sim.payment_methods.cards import card_of
from stub_server.stripe_sim.payments.charge_details import details_of
from stub_server.stripe_sim.payments.dispute_objects import known_for
from stub_server.stripe_sim.spec.objects import complete, new_object
from stub_server.stripe_sim.store.schema import Json
from stub_server.stripe_sim.testdata.outcomes import RISKS, Card, declines

KIND = "charges"
RETRIEVE = declared_params("GET charges/*")
LIST = declared_params("GET charges")
UPDATE = declared_params(
    "POST charges/*", description=UNSET, receipt_email=UNSET, shipping=SHIPPING
)
DESCRIPTOR = "SHOPSTUB"
LONGEST_DESCRIPTOR = 22
BLOCKED = "Stripe blocked this payment as too risky."


def made(ctx: Context, intent: Json, method: Json, status: str) -> Json:
    """A charge over the intent's amount, not filed: succeeded, pending or failed."""
    card = card_of(method)
    prefix = "ch" if method["type"] == "card" else "py"
    identifier = ctx.new_id(prefix)
    succeeded = status == "succeeded"
    return new_object(
        "charge",
        private={
            "account": ctx.account,
            "available_at_once": card is not None and card.balance == "available",
            "refund": card.refund if card else _debit_refund(method),
            "dispute": known_for(method),
        },
        id=identifier,
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        application_fee_amount=intent["application_fee_amount"],
        billing_details=method["billing_details"],
        calculated_statement_descriptor=_descriptor(intent) if card else None,
        captured=False,
        created=ctx.now(),
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        fraud_details={},
        metadata=intent["metadata"],
        on_behalf_of=intent["on_behalf_of"],
        outcome=authorized(card),
        paid=status != "failed",
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=details_of(ctx, intent, method, card),
        radar_options={},
        receipt_email=intent["receipt_email"],
        receipt_url=receipt(identifier) if succeeded else None,
        refunded=False,
        shipping=intent["shipping"],
        statement_descriptor=intent["statement_descriptor"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        status=status,
        transfer_group=intent["transfer_group"],
    )


def _descriptor(intent: Json) -> str:
    """What stands on a card's statement: the account's name, and the suffix if there is one."""
    suffix = intent["statement_descriptor_suffix"] or intent["statement_descriptor"]
    return f"{DESCRIPTOR}* {suffix}"[:LONGEST_DESCRIPTOR] if suffix else DESCRIPTOR


def _debit_refund(method: Json) -> str | None:
    """Money goes back to a bank account as a credit transfer, which takes its time."""
    return "pending" if method["type"] == "sepa_debit" else None


def receipt(identifier: str) -> str:
    """Where Stripe would show the receipt."""
    return f"https://pay.stripe.com/receipts/payment/{identifier}"


def authorized(card: Card | None) -> Json:
    """The outcome of a try that the network agreed to."""
    outcome = complete(
        "charge/outcome",
        {
            "network_status": "approved_by_network",
            "reason": "elevated_risk_level" if card and card.risk == "elevated" else None,
            "seller_message": "Payment complete.",
            "type": "authorized",
        },
    )
    if card:
        return outcome | {"risk_level": card.risk, "risk_score": RISKS[card.risk]}
    return outcome | {"risk_level": "not_assessed"}


def refused(charge: Json, card: Card | None, decline: str) -> None:
    """Write on a failed charge why it failed."""
    row = declines()[decline]
    blocked = card is not None and card.risk == "highest"
    charge["failure_code"], charge["failure_message"] = row["code"], row["message"]
    if blocked:
        charge["fraud_details"] = {"stripe_report": "fraudulent"}
    charge["outcome"] = {
        **authorized(card),
        "advice_code": row["advice_code"],
        "network_advice_code": row["network_advice_code"],
        "network_decline_code": row["network_decline_code"],
        "network_status": "not_sent_to_network" if blocked else "declined_by_network",
        "reason": "highest_risk_level" if blocked else decline,
        "seller_message": BLOCKED if blocked else _told(decline),
        "type": "blocked" if blocked else "issuer_declined",
    }


def _told(decline: str) -> str:
    """What the seller reads of a decline."""
    if decline == "generic_decline":
        return "The bank did not return any further details with this decline."
    return f"The bank returned the decline code `{decline}`."


def retrieve(ctx: Context, identifier: str) -> Json:
    """One charge."""
    return ctx.get(KIND, identifier, "charge", "id", in_path=True)


def update(ctx: Context, identifier: str) -> Json:
    """Description, metadata, shipping, receipt address, fraud report; `charge.updated`."""
    before = retrieve(ctx, identifier)
    params = ctx.params
    if "customer" in params:
        _refuse_other_customer(ctx, before)
    if "transfer_group" in params and before["payment_intent"]:
        raise invalid_request(
            f"This Charge was created by a PaymentIntent ({before['payment_intent']}). You must "
            "update the `transfer_group` on the PaymentIntent instead of updating the Charge "
            "directly. See https://stripe.com/docs/api#update_payment_intent"
        )
    plain = ("customer", "description", "receipt_email", "transfer_group")
    record = {**before, **{name: params[name] for name in plain if name in params}}
    if "metadata" in params:
        record["metadata"] = merge_metadata(before["metadata"], params["metadata"])
    if params.get("shipping"):
        record["shipping"] = shipping_of(params["shipping"])
    if "fraud_details" in params:
        record["fraud_details"] = {
            name: value
            for name, value in {**before["fraud_details"], **params["fraud_details"]}.items()
            if value
        }
    if record != before:
        ctx.save(KIND, record)
        ctx.emit("charge.updated", record, before)
    return record


def _refuse_other_customer(ctx: Context, charge: Json) -> None:
    """StripeError 400: the charge is somebody's already, or there is no such customer."""
    customer = ctx.params["customer"]
    ctx.get("customers", customer, "customer", "customer", in_path=False)
    if charge["customer"] not in (None, customer):
        raise invalid_request(
            "The customer of a charge that has one cannot be changed.", "customer"
        )


def shipping_of(given: Json | None) -> Json | None:
    """Where the parcel goes, with each member; None: nowhere."""
    if given is None:
        return None
    return complete("charge/shipping", {**given, "address": complete_address(given.get("address"))})


def many(
    ctx: Context,
) -> Json:
    """The account's charges, a customer's, a PaymentIntent's, or those of a transfer group."""
    return paginate(ctx, KIND, "/v1/charges")


RESOURCE = Resource(
    object="charge",
    table=KIND,
    id_prefixes=("ch", "py"),
    operations={
        "GET charges": operation(many, LIST),
        "GET charges/*": operation(retrieve, RETRIEVE),
        "POST charges/*": operation(update, UPDATE),
    },
    filters=("customer", "payment_intent", "transfer_group"),
    search={
        "amount": "number",
        "billing_details.address.postal_code": "token",
        "created": "number",
        "currency": "token",
        "customer": "token",
        "disputed": "token",
        "metadata": "token",
        "payment_method_details.": "token",
        "refunded": "token",
        "status": "token",
    },
)
