"""Stage: the same webhook again and again, at the same time; it counts once."""

from __future__ import annotations

import collections
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx

from contract_tests.shop import stripe_signature
from stub_server.stripe_sim import WEBHOOK_SECRET
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import Running
from tests.process.shopping import BATH, EMAIL, check_out, confirm, settled

DUPLICATES = 1000
CLIENTS = 8
SUCCEEDED = "payment_intent.succeeded"


def run(plan: Plan) -> Row:
    """Pay, hold the simulator's own delivery back, and send its event many times."""
    stub = Running(plan.new_folder("duplicates"), "--quiet")
    count = plan.count(DUPLICATES, 50)
    with stub.buyer() as buyer, stub.stripe_client() as stripe:
        before = stock(buyer)
        order = check_out(buyer)["orderId"]
        intent = buyer.get(f"/_stub/orders/{order}").json()
        fault = {"kind": "late", "seconds": 1, "count": 5}
        assert stripe.post("/_stub/deliveries/faults", json=fault).is_success
        confirm(stripe, intent)
        events = stripe.get("/v1/events", params={"type": SUCCEEDED}).json()["data"]
        statuses, slowest = send(stub, events[0], count)
        failures = [
            f"{number} responses with {status}"
            for status, number in statuses.items()
            if status != 200
        ]
        first = settled(buyer, order, "paid")
        time.sleep(1.5)  # the simulator's own delivery is one more
        last = buyer.get(f"/api/orders/{order}").json()
        failures += differences(buyer, first, last, before)
    stub.stops()
    return Row(
        "duplicate webhooks: order paid once, stock reduced once",
        f"{statuses.total():,} webhooks by {CLIENTS} clients",
        f"slowest response: {slowest * 1000:.0f} ms",
        tuple(failures),
    )


def send(
    stub: Running, event: dict[str, Any], count: int
) -> tuple[collections.Counter[int], float]:
    """Send the event; return the number of each status, and the seconds of the slowest response."""
    payload = json.dumps(event).encode()

    def send_share(number: int) -> list[tuple[int, float]]:
        results = []
        with stub.buyer() as client:
            for _ in range(-(-count // CLIENTS)):
                signature = stripe_signature.header(payload, WEBHOOK_SECRET, int(time.time()))
                began = time.monotonic()
                response = client.post(
                    "/api/webhooks/stripe",
                    content=payload,
                    headers={"Stripe-Signature": signature, "Content-Type": "application/json"},
                )
                results.append((response.status_code, time.monotonic() - began))
        return results

    with ThreadPoolExecutor(CLIENTS) as pool:
        results = [result for share in pool.map(send_share, range(CLIENTS)) for result in share]
    return collections.Counter(status for status, _ in results), max(s for _, s in results)


def stock(buyer: httpx.Client) -> int:
    """Return the stock of a product that every checkout buys one piece of."""
    state = {"name": "product", "productId": BATH}
    number: int = buyer.post("/__contract/state", json=state).json()["stock"]
    return number


def differences(
    buyer: httpx.Client, first: dict[str, Any], last: dict[str, Any], before: int
) -> list[str]:
    """Return what was not done exactly once.

    first, last: the order once it was paid, and after all webhooks. before: the stock before it.
    """
    mails = buyer.get("/_stub/outbox", params={"to": EMAIL}).json()["mails"]
    found = {
        "status": (last["status"], "paid"),
        "paidAt": (last["paidAt"], first["paidAt"]),
        "pieces sold": (before - stock(buyer), 1),
        "mails": (len(mails), 0),  # the contract has none for a paid order
    }
    return [
        f"{name}: {value}, not {want}" for name, (value, want) in found.items() if value != want
    ]
