"""Charges: one try to move money, with what the network said to it."""

from __future__ import annotations

from stub_server.stripe_sim.coerce import Enum, Hash, Int, Str, merged_metadata
from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.outcomes import RISKS, Card, declines
from stub_server.stripe_sim.params import CREATED, EXPAND, METADATA, PAGE, SHIPPING, address_of
from stub_server.stripe_sim.resources.cards import card_of
from stub_server.stripe_sim.resources.charge_details import details_of
from stub_server.stripe_sim.resources.dispute_objects import known_for
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "charges"
RETRIEVE = {**EXPAND}
LIST = {
    **PAGE,
    **CREATED,
    "customer": Str(),
    "payment_intent": Str(),
    "transfer_group": Str(),
}
UPDATE = {
    **EXPAND,
    "customer": Str(),
    "description": Str(unset=True),
    "fraud_details": Hash(
        {"user_report": Enum(("fraudulent", "safe"), unset=True)}, required=("user_report",)
    ),
    "metadata": METADATA,
    "receipt_email": Str(unset=True),
    "shipping": SHIPPING,
    "transfer_group": Str(),
}
CAPTURE = {
    **EXPAND,
    "amount": Int(least=1),
    "application_fee": Int(),
    "application_fee_amount": Int(),
    "receipt_email": Str(),
    "statement_descriptor": Str(),
    "statement_descriptor_suffix": Str(),
    "transfer_data": Hash({"amount": Int(least=0)}),
    "transfer_group": Str(),
}
DESCRIPTOR = "SHOPSTUB"
BLOCKED = "Stripe blocked this payment as too risky."


def made(world: World, call: Call, intent: Json, method: Json, status: str) -> Json:
    """A charge over the intent's amount, not filed: succeeded, pending or failed."""
    card = card_of(method)
    prefix = "ch" if method["type"] == "card" else "py"
    identifier = world.new_id(prefix, call.account)
    succeeded = status == "succeeded"
    return {
        "id": identifier,
        "object": "charge",
        "amount": intent["amount"],
        "amount_captured": 0,
        "amount_refunded": 0,
        "application": None,
        "application_fee": None,
        "application_fee_amount": intent["application_fee_amount"],
        "balance_transaction": None,
        "billing_details": method["billing_details"],
        "calculated_statement_descriptor": intent["statement_descriptor"] or DESCRIPTOR,
        "captured": False,
        "created": world.now(),
        "currency": intent["currency"],
        "customer": intent["customer"],
        "description": intent["description"],
        "disputed": False,
        "failure_balance_transaction": None,
        "failure_code": None,
        "failure_message": None,
        "fraud_details": {},
        "livemode": False,
        "metadata": intent["metadata"],
        "on_behalf_of": intent["on_behalf_of"],
        "outcome": authorized(card),
        "paid": status != "failed",
        "payment_intent": intent["id"],
        "payment_method": method["id"],
        "payment_method_details": details_of(world, intent, method, card),
        "radar_options": {},
        "receipt_email": intent["receipt_email"],
        "receipt_number": None,
        "receipt_url": receipt(identifier) if succeeded else None,
        "refunded": False,
        "review": None,
        "shipping": intent["shipping"],
        "source": None,
        "source_transfer": None,
        "statement_descriptor": intent["statement_descriptor"],
        "statement_descriptor_suffix": intent["statement_descriptor_suffix"],
        "status": status,
        "transfer_data": None,
        "transfer_group": intent["transfer_group"],
        PRIVATE: {
            "account": call.account,
            "available_at_once": card is not None and card.balance == "available",
            "refund": card.refund if card else _debit_refund(method),
            "dispute": known_for(method),
        },
    }


def _debit_refund(method: Json) -> str | None:
    """Money goes back to a bank account as a credit transfer, which takes its time."""
    return "pending" if method["type"] == "sepa_debit" else None


def receipt(identifier: str) -> str:
    """Where Stripe would show the receipt."""
    return f"https://pay.stripe.com/receipts/payment/{identifier}"


def authorized(card: Card | None) -> Json:
    """The outcome of a try that the network agreed to."""
    outcome: Json = {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": "elevated_risk_level" if card and card.risk == "elevated" else None,
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    if card:
        return outcome | {"risk_level": card.risk, "risk_score": RISKS[card.risk]}
    return outcome | {"risk_level": "not_assessed"}


def refused(charge: Json, card: Card | None, decline: str) -> None:
    """Write on a failed charge why it failed."""
    row = declines()[decline]
    blocked = card is not None and card.risk == "highest"
    charge["failure_code"], charge["failure_message"] = row["code"], row["message"]
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


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One charge."""
    return world.find(KIND, call, identifier, "charge", "id", in_path=True)


def update(world: World, call: Call, identifier: str) -> Json:
    """Description, metadata, shipping, receipt address, fraud report; `charge.updated`."""
    before = retrieve(world, call, identifier)
    params = call.params
    if "transfer_group" in params:
        raise bad(
            f"This Charge was created by a PaymentIntent ({before['payment_intent']}). You must "
            "update the `transfer_group` on the PaymentIntent instead of updating the Charge "
            "directly. See https://stripe.com/docs/api#update_payment_intent"
        )
    plain = ("customer", "description", "receipt_email")
    record = {**before, **{name: params[name] for name in plain if name in params}}
    if "metadata" in params:
        record["metadata"] = merged_metadata(before["metadata"], params["metadata"])
    if params.get("shipping"):
        record["shipping"] = _shipping(params["shipping"])
    if "fraud_details" in params:
        record["fraud_details"] = {
            name: value for name, value in params["fraud_details"].items() if value
        }
    if record != before:
        world.books.put(KIND, record)
        world.emit(call, "charge.updated", record, before)
    return record


def _shipping(given: Json) -> Json:
    plain = {name: given.get(name) for name in ("carrier", "name", "phone", "tracking_number")}
    return {"address": address_of(given.get("address")), **plain}


def capture(world: World, call: Call, identifier: str) -> Json:
    """StripeError 400: what a PaymentIntent holds is taken through the PaymentIntent."""
    charge = retrieve(world, call, identifier)
    if charge["captured"]:
        raise bad(f"Charge {identifier} has already been captured.", code="charge_already_captured")
    raise bad(
        f"This uncaptured Charge was created by a PaymentIntent ({charge['payment_intent']}). You "
        "must capture the PaymentIntent instead. For more information, see "
        "https://stripe.com/docs/payments/place-a-hold-on-a-payment-method"
    )


def many(world: World, call: Call) -> Json:
    """The account's charges, a customer's, or a PaymentIntent's."""
    return page(world, call, KIND, "/v1/charges")
