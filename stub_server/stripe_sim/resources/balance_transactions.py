"""Balance transactions: what a charge or a refund does to the account's balance, in EUR."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from stub_server.stripe_sim.coerce import Str
from stub_server.stripe_sim.currencies import SETTLED_IN, settled, table
from stub_server.stripe_sim.listing import page
from stub_server.stripe_sim.params import CREATED, EXPAND, PAGE
from stub_server.stripe_sim.tables import PRIVATE, Json
from stub_server.stripe_sim.world import Call, World

KIND = "balance_transactions"
FEE_PERCENT, FEE_FIXED = Decimal("1.5"), 25
DAYS_TO_AVAILABLE = 7

RETRIEVE = {**EXPAND}
LIST = {**PAGE, **CREATED, "source": Str(), "type": Str(), "currency": Str(), "payout": Str()}


def fee_on(amount: int) -> int:
    """Stripe's part of so many cents: 1.5 % and 25 cents, as for cards of the EEA."""
    exact = Decimal(amount) * FEE_PERCENT / 100
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP)) + FEE_FIXED


def entered(world: World, call: Call, source: Json, amount: int, kind: str) -> str:
    """File the transaction of a charge or refund; `amount` is signed. Its id."""
    now = world.now()
    cents = settled(amount, source["currency"])
    fee = fee_on(cents) if amount > 0 else 0
    details = {
        "amount": fee,
        "application": None,
        "currency": SETTLED_IN,
        "description": "Stripe processing fees",
        "type": "stripe_fee",
    }
    at_once = source[PRIVATE].get("available_at_once", False)
    foreign = source["currency"] != SETTLED_IN
    record: Json = {
        "id": world.new_id("txn", call.account),
        "object": "balance_transaction",
        "amount": cents,
        "available_on": now if at_once else _available(now),
        "balance_type": "payments",
        "created": now,
        "currency": SETTLED_IN,
        "description": source.get("description"),
        "exchange_rate": float(table()[source["currency"]].rate) if foreign else None,
        "fee": fee,
        "fee_details": [details] if fee else [],
        "net": cents - fee,
        "reporting_category": "charge" if amount > 0 else "refund",
        "source": source["id"],
        "status": "available" if at_once else "pending",
        "type": kind,
        PRIVATE: {"account": call.account},
    }
    world.books.put(KIND, record)
    return str(record["id"])


def _available(now: int) -> int:
    day = datetime.fromtimestamp(now, UTC) + timedelta(days=DAYS_TO_AVAILABLE)
    return int(day.replace(hour=0, minute=0, second=0).timestamp())


def retrieve(world: World, call: Call, identifier: str) -> Json:
    """One transaction."""
    return world.find(KIND, call, identifier, "balance transaction", "id", in_path=True)


def many(world: World, call: Call) -> Json:
    """The account's transactions."""
    return page(world, call, KIND, "/v1/balance_transactions")
