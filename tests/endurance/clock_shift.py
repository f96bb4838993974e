"""Stage: somebody sets the wall clock back and forward; limits, retries and sessions go on."""

from __future__ import annotations

import signal
import sys
import time
from datetime import datetime

import httpx

from tests.endurance.clock_server import BACK, FORWARD
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import ROOT, Running
from tests.process.shopping import check_out, confirm, set_stock, settled

SHIFTS = 10
SERVER = (sys.executable, "-m", "tests.endurance.clock_server")
MAX_DELIVERY_SECONDS = 10.0
"""A webhook whose first delivery is lost comes 3 s later."""

MAX_RETRY_AFTER = 60
"""Login attempts are limited per minute."""


def run(plan: Plan) -> Row:
    """Set the clock while a delivery waits to be tried again and a login has to wait."""
    folder = plan.new_folder("clock")
    stub = Running(folder, "--quiet", program=SERVER, PYTHONPATH=str(ROOT))
    shifts, worst = plan.count(SHIFTS, 2), 0.0
    failures: list[str] = []
    ahead = 0
    with stub.buyer() as buyer, stub.stripe_client() as stripe:
        for number in range(shifts):
            how = signal.SIGUSR1 if number % 3 == 0 else signal.SIGUSR2
            ahead += BACK if how is signal.SIGUSR1 else FORWARD
            seconds, found = shift(stub, buyer, stripe, how)
            worst = max(worst, seconds)
            if abs(time_of_an_order(buyer) - time.time() - ahead) > 60:
                found.append(f"the clock is not {ahead} s ahead")
            failures += [f"shift {number}, {how.name}: {failure}" for failure in found]
    if stub.stops() != 0 or "Traceback" in stub.printed():
        failures.append(f"the stub failed: {stub.printed()[-200:]}")
    what = "wall clock set back 2 h and forward 1 h (a wrapper around the process' clock)"
    amount = f"{shifts} shifts, each during a payment and a login limit"
    return Row(what, amount, f"webhook after a lost one: {worst:.1f} s", tuple(failures))


def time_of_an_order(buyer: httpx.Client) -> float:
    """Place an order; return its time, in Unix seconds."""
    order = buyer.get(f"/api/orders/{check_out(buyer)['orderId']}").json()
    return datetime.fromisoformat(order["createdAt"]).timestamp()


def shift(
    stub: Running, buyer: httpx.Client, stripe: httpx.Client, how: signal.Signals
) -> tuple[float, list[str]]:
    """Shift once; return the seconds until the order was paid, and what was wrong."""
    failures = []
    set_stock(buyer, 1_000_000)
    order = check_out(buyer)
    fault = {"kind": "drop", "count": 2}  # charge.succeeded and payment_intent.succeeded
    assert stripe.post("/_stub/deliveries/faults", json=fault).is_success
    limited(buyer)
    began = time.monotonic()
    confirm(stripe, order)
    time.sleep(0.3)
    stub.process.send_signal(how)
    time.sleep(0.1)
    wait = limited(buyer)
    if not 0 < wait <= MAX_RETRY_AFTER:
        failures.append(f"Retry-After {wait} s")
    paid = settled(buyer, order["orderId"], "paid", MAX_DELIVERY_SECONDS)
    if paid["status"] != "paid":
        failures.append(f"the order is {paid['status']} after {MAX_DELIVERY_SECONDS:.0f} s")
    return time.monotonic() - began, failures


def limited(buyer: httpx.Client) -> int:
    """Log in with a wrong password until it is limited; return the Retry-After, in seconds."""
    body = {"email": "demo@example.com", "password": "a wrong password"}
    for _ in range(10):
        response = buyer.post("/api/customers/login", json=body)
        if response.status_code == 429:
            return int(response.headers["Retry-After"])
        assert response.status_code == 401, response.text
    return 0
