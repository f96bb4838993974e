"""Stage: mixed load for minutes; memory and latency stay flat."""

from __future__ import annotations

import subprocess
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from statistics import median

import httpx

from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import Running
from tests.process.shopping import BATH, EMAIL, check_out, confirm, set_stock

ROUNDS = 24
"""The state is reset after each round, so that every round stores as much as the others."""

BUYERS = 2
MEMORY, MEDIAN, P99 = (0.05, 8.0), (0.5, 10.0), (1.0, 250.0)
"""Share and amount (MB, ms, ms) by which the last third may exceed the middle third.

Memory is the program's own; latency depends on the machine, which others may use as well.
"""


MIN_MINUTES = 1.0
"""Load that is shorter says nothing about latency, only about memory."""


@dataclass
class Measures:
    """What a round measured. memory: MB at its end. seconds: of each request."""

    memory: float = 0.0
    seconds: list[float] = field(default_factory=list)
    payments: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    def latency(self, percent: int) -> float:
        """Return the milliseconds in which that many percent of the requests were answered."""
        ordered = sorted(self.seconds)
        return ordered[len(ordered) * percent // 100] * 1000 if ordered else 0.0


def run(plan: Plan) -> Row:
    """Shop in rounds, and compare the last third of the rounds with the middle third."""
    stub = Running(plan.new_folder("load"), "--quiet")
    rounds = max(6, min(ROUNDS, round(plan.minutes * ROUNDS / 10)))
    measured = [run_round(stub, plan.minutes * 60 / rounds) for _ in range(rounds)]
    failures = [failure for one in measured for failure in one.failures]
    memory = [one.memory for one in measured]
    p50, p99 = ([one.latency(percent) for one in measured] for percent in (50, 99))
    failures += growth("memory, MB", memory, *MEMORY)
    if plan.minutes >= MIN_MINUTES:
        failures += growth("median latency, ms", p50, *MEDIAN)
        failures += growth("p99 latency, ms", p99, *P99)
    if stub.stops() != 0 or "Traceback" in stub.printed():
        failures.append(f"in the log: {stub.printed()[-300:]}")
    requests = sum(len(one.seconds) for one in measured)
    payments = sum(one.payments for one in measured)
    return Row(
        f"mixed load for {plan.minutes:.1f} minutes, reset after each of {rounds} rounds",
        f"{requests:,} requests, {payments:,} paid orders",
        f"middle → last third: memory {thirds(memory)} MB, median {thirds(p50)} ms, "
        f"p99 {thirds(p99)} ms",
        tuple(failures),
    )


def thirds(values: list[float]) -> str:
    """Return the medians of the middle and of the last third, as text."""
    third = len(values) // 3
    return f"{median(values[third:-third]):.0f} → {median(values[-third:]):.0f}"


def growth(name: str, values: list[float], share: float, slack: float) -> list[str]:
    """Return a failure if the last third is above the middle third, share and slack added."""
    third = len(values) // 3
    middle, last = median(values[third:-third]), median(values[-third:])
    if last <= middle * (1 + share) + slack:
        return []
    return [f"{name}: {middle:.1f} in the middle third, {last:.1f} in the last one"]


def run_round(stub: Running, seconds: float) -> Measures:
    """Shop for some seconds, measure, reset."""
    measures = Measures()
    with stub.buyer() as client:
        set_stock(client, 1_000_000_000)
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=shop_until, args=(stub, measures, until)) for _ in range(BUYERS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds + 60)
    measures.memory = memory_of(stub.process.pid)
    measures.failures += [
        f"{number} responses with {status}"
        for status, number in measures.statuses.items()
        if status >= 500
    ]
    if not measures.payments:
        measures.failures.append("no order was paid in a round")
    with stub.buyer() as client:
        client.post("/__contract/state", json={"name": "reset"}).raise_for_status()
        client.post(f"{stub.stripe}/_stub/reset").raise_for_status()
    return measures


def shop_until(stub: Running, measures: Measures, until: float) -> None:
    """Do what visitors, buyers and a back end do, one after the other."""
    began: dict[httpx.Request, float] = {}

    def note_start(request: httpx.Request) -> None:
        began[request] = time.monotonic()

    def note_end(response: httpx.Response) -> None:
        measures.seconds.append(time.monotonic() - began.pop(response.request))
        measures.statuses[response.status_code] += 1

    hooks = {"request": [note_start], "response": [note_end]}
    with stub.buyer() as buyer, stub.stripe_client() as stripe:
        buyer.event_hooks = stripe.event_hooks = hooks  # type: ignore[assignment]
        while time.monotonic() < until:
            try:
                visit(buyer, stripe)
                measures.payments += 1
            except (AssertionError, httpx.HTTPError) as error:
                measures.failures.append(repr(error)[:300])
                return


def visit(buyer: httpx.Client, stripe: httpx.Client) -> None:
    """Look, be refused, change the cart, buy, look at it in the shop and at Stripe."""
    buyer.cookies.clear()
    buyer.get("/api/cart")
    buyer.post("/api/cart/items", json={"productId": "unknown", "quantity": 1})
    buyer.post("/api/customers/login", json={"email": EMAIL, "password": "wrong"})
    buyer.get("/api/customers/me")
    intent = check_out(buyer)
    buyer.patch(f"/api/cart/items/{BATH}", json={"quantity": 3})
    payment_intent = confirm(stripe, intent)
    buyer.get(f"/api/orders/{intent['orderId']}")
    buyer.get("/api/orders")
    stripe.get(f"/v1/payment_intents/{payment_intent}")
    stripe.get("/v1/payment_intents", params={"limit": 10})
    query = f"metadata['orderId']:'{intent['orderId']}'"
    stripe.get("/v1/payment_intents/search", params={"query": query})
    stripe.get("/_stub/deliveries", params={"limit": 10})
    customer = stripe.post("/v1/customers", data={"email": EMAIL}).json()
    stripe.delete(f"/v1/customers/{customer['id']}")


def memory_of(process: int) -> float:
    """Return the resident memory of the process, in MB."""
    command = ["ps", "-o", "rss=", "-p", str(process)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout) / 1024
