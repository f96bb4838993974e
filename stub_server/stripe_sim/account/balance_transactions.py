"""Balance transactions: what moves the account's balance, in EUR."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import paginate
from stub_server.stripe_sim.engine.resource import Resource, operation
from stub_server.stripe_sim.params.currencies import SETTLEMENT_CURRENCY, convert_to_eur, currencies
from stub_server.stripe_sim.params.declared import declared_params
from stub_server.stripe_sim.spec.objects import new_object
from stub_server.stripe_sim.store.schema import PRIVATE, Json

KIND = "balance_transactions"
DAYS_TO_AVAILABLE = 7

RETRIEVE = declared_params("GET balance_transactions/*")
LIST = declared_params("GET balance_transactions")


class Fee(NamedTuple):
    """Stripe's part of a payment: so many percent, and so many cents."""

    percent: Decimal
    fixed: int


CARD_FEE = Fee(Decimal("1.5"), 25)
FEES: Mapping[str, Fee] = {
    "bancontact": Fee(Decimal(0), 35),
    "eps": Fee(Decimal("1.6"), 30),
    "ideal": Fee(Decimal(0), 29),
    "klarna": Fee(Decimal("2.99"), 35),
    "p24": Fee(Decimal("2.2"), 30),
    "sepa_debit": Fee(Decimal(0), 35),
}
"""By the type of method; the others cost what a card of the EEA does."""

DISPUTE_FEE, DEBIT_DISPUTE_FEE = 2000, 750

CATEGORIES: Mapping[str, str] = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failure",
    "payment_failure_refund": "refund_failure",
}
"""What reports call a transaction of that type."""


@lru_cache(4096)
def fee_on(cents: int, kind: str = "card") -> int:
    """Stripe's part of so many cents, paid by a method of that type."""
    fee = FEES.get(kind, CARD_FEE)
    exact = Decimal(cents) * fee.percent / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP)) + fee.fixed


def entered(ctx: Context, source: Json, amount: int, kind: str) -> str:
    """File the transaction of a charge or refund; `amount` is signed. Its id."""
    cents = convert_to_eur(amount, source["currency"])
    fee = 0
    if CATEGORIES[kind] == "charge":
        fee = fee_on(cents, source["payment_method_details"]["type"])
    record = _filed(
        ctx,
        source,
        cents,
        fee,
        type=kind,
        reporting_category=CATEGORIES[kind],
        description=_description(source, kind),
    )
    return str(record["id"])


def _description(source: Json, kind: str) -> str | None:
    said: str | None = source.get("description") or source[PRIVATE].get("description")
    if CATEGORIES[kind] == "charge":
        return said
    words = "REFUND FOR CHARGE" if CATEGORIES[kind] == "refund" else "REFUND FAILURE"
    return f"{words} ({said})" if said else words


def withdrawn(ctx: Context, dispute: Json) -> Json:
    """File what a dispute takes: the amount, and a fee."""
    cents = convert_to_eur(dispute["amount"], dispute["currency"])
    by_card = "payment_method_details" in dispute
    return _filed(
        ctx,
        dispute,
        -cents,
        DISPUTE_FEE if by_card else DEBIT_DISPUTE_FEE,
        type="adjustment",
        reporting_category="dispute",
        description=f"Chargeback withdrawal for {dispute['charge']}",
    )


def reinstated(ctx: Context, dispute: Json) -> Json:
    """File what a won dispute gives back: all that it took."""
    taken = dispute["balance_transactions"][0]
    return _filed(
        ctx,
        dispute,
        -taken["amount"],
        -taken["fee"],
        type="adjustment",
        reporting_category="dispute_reversal",
        description=f"Chargeback reversal for {dispute['charge']}",
    )


def _filed(ctx: Context, source: Json, cents: int, fee: int, **more: str | None) -> Json:
    now = ctx.now()
    at_once = source[PRIVATE].get("available_at_once", False)
    foreign = source["currency"] != SETTLEMENT_CURRENCY
    details = {
        "amount": fee,
        "application": None,
        "currency": SETTLEMENT_CURRENCY,
        "description": "Dispute fee" if source["object"] == "dispute" else "Stripe processing fees",
        "type": "stripe_fee",
    }
    record: Json = new_object(
        "balance_transaction",
        private={"account": ctx.account},
        id=ctx.new_id("txn"),
        amount=cents,
        available_on=now if at_once else _available(now),
        balance_type="payments",
        created=now,
        currency=SETTLEMENT_CURRENCY,
        description=more["description"],
        exchange_rate=float(currencies()[source["currency"]].rate) if foreign else None,
        fee=fee,
        fee_details=[details] if fee else [],
        net=cents - fee,
        reporting_category=more["reporting_category"],
        source=source["id"],
        status="available" if at_once else "pending",
        type=more["type"],
    )
    ctx.save(KIND, record)
    if at_once:
        ctx.after(0, "tell_balance", record)
    return record


@lru_cache(16)
def _available(now: int) -> int:
    day = datetime.fromtimestamp(now, UTC) + timedelta(days=DAYS_TO_AVAILABLE)
    return int(day.replace(hour=0, minute=0, second=0).timestamp())


def as_of_now(ctx: Context, record: Json) -> Json:
    """The transaction with the status that it has by now: what is pending becomes available."""
    if record["status"] == "pending" and record["available_on"] <= ctx.now():
        return {**record, "status": "available"}
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """One transaction."""
    found = ctx.get(KIND, identifier, "balance transaction", "id", in_path=True)
    return as_of_now(ctx, found)


def many(
    ctx: Context,
) -> Json:
    """The account's transactions, or those of one source, type or currency."""
    listed = paginate(ctx, KIND, "/v1/balance_transactions")
    return {**listed, "data": [as_of_now(ctx, record) for record in listed["data"]]}


RESOURCE = Resource(
    object="balance_transaction",
    table=KIND,
    noun="balance transaction",
    operations={
        "GET balance_transactions": operation(many, LIST),
        "GET balance_transactions/*": operation(retrieve, RETRIEVE),
        "GET balance/history": operation(many, LIST),
        "GET balance/history/*": operation(retrieve, RETRIEVE),
    },
    filters=("source", "type", "currency", "payout"),
    current=as_of_now,
)
