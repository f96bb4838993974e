"""Balance transactions: changes of the account's balance, in cents of EUR."""

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

TABLE = "balance_transactions"
DAYS_TO_AVAILABLE = 7

RETRIEVE = declared_params("GET balance_transactions/*")
LIST = declared_params("GET balance_transactions")


class Fee(NamedTuple):
    """Stripe's fee: percent of the amount, plus cents."""

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
"""Method type → fee; other types have the fee of EEA cards."""

DISPUTE_FEE, DEBIT_DISPUTE_FEE = 2000, 750
"""Cents of EUR."""

CATEGORIES: Mapping[str, str] = {
    "charge": "charge",
    "payment": "charge",
    "refund": "refund",
    "payment_refund": "refund",
    "refund_failure": "refund_failure",
    "payment_failure_refund": "refund_failure",
}
"""Transaction type → reporting category."""


@lru_cache(4096)
def fee_on(cents: int, method_type: str = "card") -> int:
    """Return the fee in cents on a payment of so many cents by a method of that type."""
    fee = FEES.get(method_type, CARD_FEE)
    exact = Decimal(cents) * fee.percent / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP)) + fee.fixed


def record_entry(ctx: Context, source: Json, amount: int, entry_type: str) -> str:
    """Store the transaction of a charge or refund and return its id.

    `amount`: signed, in the smallest unit of the source's currency.
    """
    cents = convert_to_eur(amount, source["currency"])
    fee = 0
    if CATEGORIES[entry_type] == "charge":
        fee = fee_on(cents, source["payment_method_details"]["type"])
    record = _create_transaction(
        ctx,
        source,
        cents,
        fee,
        type=entry_type,
        reporting_category=CATEGORIES[entry_type],
        description=_build_description(source, entry_type),
    )
    return str(record["id"])


def _build_description(source: Json, entry_type: str) -> str | None:
    """Return the transaction's description, or None."""
    description: str | None = source.get("description") or source[PRIVATE].get("description")
    if CATEGORIES[entry_type] == "charge":
        return description
    title = "REFUND FOR CHARGE" if CATEGORIES[entry_type] == "refund" else "REFUND FAILURE"
    return f"{title} ({description})" if description else title


def record_withdrawal(ctx: Context, dispute: Json) -> Json:
    """Store the withdrawal of a disputed amount and of the dispute fee."""
    cents = convert_to_eur(dispute["amount"], dispute["currency"])
    by_card = "payment_method_details" in dispute
    return _create_transaction(
        ctx,
        dispute,
        -cents,
        DISPUTE_FEE if by_card else DEBIT_DISPUTE_FEE,
        type="adjustment",
        reporting_category="dispute",
        description=f"Chargeback withdrawal for {dispute['charge']}",
    )


def record_reinstatement(ctx: Context, dispute: Json) -> Json:
    """Store the reinstatement of a won dispute: the withdrawn amount and the fee."""
    withdrawal = dispute["balance_transactions"][0]
    return _create_transaction(
        ctx,
        dispute,
        -withdrawal["amount"],
        -withdrawal["fee"],
        type="adjustment",
        reporting_category="dispute_reversal",
        description=f"Chargeback reversal for {dispute['charge']}",
    )


def _create_transaction(
    ctx: Context, source: Json, cents: int, fee: int, **members: str | None
) -> Json:
    """Store a transaction of an amount and a fee, both in cents of EUR."""
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
        available_on=now if at_once else _available_on(now),
        balance_type="payments",
        created=now,
        currency=SETTLEMENT_CURRENCY,
        description=members["description"],
        exchange_rate=float(currencies()[source["currency"]].rate) if foreign else None,
        fee=fee,
        fee_details=[details] if fee else [],
        net=cents - fee,
        reporting_category=members["reporting_category"],
        source=source["id"],
        status="available" if at_once else "pending",
        type=members["type"],
    )
    ctx.save(TABLE, record)
    if at_once:
        ctx.after(0, "report_balance", record)
    return record


@lru_cache(16)
def _available_on(now: int) -> int:
    """Return the Unix seconds of the midnight (UTC) after which the money is available."""
    day = datetime.fromtimestamp(now, UTC) + timedelta(days=DAYS_TO_AVAILABLE)
    return int(day.replace(hour=0, minute=0, second=0).timestamp())


def as_of_now(ctx: Context, record: Json) -> Json:
    """Return the transaction with its current status: `available` from `available_on` on."""
    if record["status"] == "pending" and record["available_on"] <= ctx.now():
        return {**record, "status": "available"}
    return record


def retrieve(ctx: Context, identifier: str) -> Json:
    """Return one transaction."""
    record = ctx.get(TABLE, identifier, "balance transaction", "id", in_path=True)
    return as_of_now(ctx, record)


def list_balance_transactions(ctx: Context) -> Json:
    """List the account's transactions by source, type or currency."""
    page_object = paginate(ctx, TABLE, "/v1/balance_transactions")
    return {**page_object, "data": [as_of_now(ctx, record) for record in page_object["data"]]}


RESOURCE = Resource(
    object="balance_transaction",
    table=TABLE,
    noun="balance transaction",
    operations={
        "GET balance_transactions": operation(list_balance_transactions, LIST),
        "GET balance_transactions/*": operation(retrieve, RETRIEVE),
        "GET balance/history": operation(list_balance_transactions, LIST),
        "GET balance/history/*": operation(retrieve, RETRIEVE),
    },
    filters=("source", "type", "currency", "payout"),
    current=as_of_now,
)
