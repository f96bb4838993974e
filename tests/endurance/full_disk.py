"""Stage: the disk gets full while buyers write; nothing is lost, and it goes on afterwards."""

from __future__ import annotations

import signal
import sys
import time

import httpx

from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.endurance.small_disk import FileSizeLimit, Tmpfs, mounted
from tests.process.running import Running
from tests.process.shopping import BATH, check_out, confirm, set_stock, settled

ROUNDS = 5
MAX_ACCEPTED = 300
"""Writes that may still fit into the last block of a file."""


def run(plan: Plan) -> Row:
    """Fill the disk and free it, some times, then kill the stub and compare."""
    folder = plan.new_folder("disk")
    what = "disk full: writes answer 503, due webhooks come later"
    with mounted(folder) as tmpfs:
        # EFBIG stands for ENOSPC where mounting is not permitted; the row names it
        if tmpfs is None and not sys.platform.startswith("linux"):
            return Row(
                what, "0", not_run="no permission to mount, and no limit for other processes"
            )
        return observe(plan, what, tmpfs or FileSizeLimit(), folder)


def observe(plan: Plan, what: str, disk: Tmpfs | FileSizeLimit, folder: object) -> Row:
    """Run the stage on that disk."""
    stub = Running(folder, "--quiet")  # type: ignore[arg-type]
    rounds, worst = plan.count(ROUNDS), 0.0
    failures: list[str] = []
    orders: list[str] = []
    with stub.buyer() as buyer, stub.stripe_client() as stripe:
        set_stock(buyer, 1_000_000)
        for number in range(rounds):
            seconds, found = fill_once(stub, disk, buyer, stripe, orders)
            failures += [f"round {number}: {failure}" for failure in found]
            worst = max(worst, seconds)
    printed = stub.printed()
    if "can't be stored" not in printed:
        failures.append("no outcome of a delivery met the full disk: the stage is broken")
    if "Traceback" in printed or "has a bug" in printed:
        failures.append(f"in the log: {printed[-200:]}")
    stub.stops(signal.SIGKILL)
    again = Running(stub.folder, "--quiet")
    with again.buyer() as buyer:
        listed = {
            order["id"]: order["status"] for order in buyer.get("/_stub/orders").json()["orders"]
        }
    failures += [
        f"order {order} is {listed.get(order)}" for order in orders if listed.get(order) != "paid"
    ]
    again.stops()
    amount = f"{rounds} times full ({disk.name})"
    return Row(what, amount, f"webhook after there was room: {worst:.1f} s", tuple(failures))


def fill_once(
    stub: Running,
    disk: Tmpfs | FileSizeLimit,
    buyer: httpx.Client,
    stripe: httpx.Client,
    orders: list[str],
) -> tuple[float, list[str]]:
    """Fill the disk before a webhook is due; return when it came after that, and what was wrong."""
    buyer.cookies.clear()
    intent = check_out(buyer)
    fault = {"kind": "late", "seconds": 1, "count": 2}
    assert stripe.post("/_stub/deliveries/faults", json=fault).is_success
    confirm(stripe, intent)
    orders.append(intent["orderId"])
    endpoints = create_endpoints(stripe)
    disk.fill(stub)
    failures = writes_until_full(buyer, disk.says)
    failures += fill_log_of_stripe(stripe, endpoints, disk.says)
    time.sleep(1.5)
    if (status := buyer.get("/api/cart").status_code) != 200:
        failures.append(f"a read answers {status}")
    disk.free(stub)
    began = time.monotonic()
    paid = settled(buyer, intent["orderId"], "paid", 20)
    if paid["status"] != "paid":
        failures.append(f"the order is {paid['status']} 20 s after there was room")
    seconds = time.monotonic() - began
    for path in endpoints:
        stripe.delete(path)
    return seconds, failures


def writes_until_full(buyer: httpx.Client, words: str) -> list[str]:
    """Write to the shop until it is refused; return what was wrong with that."""
    for number in range(MAX_ACCEPTED):
        body = {"quantity": number % 99 + 1}
        response = buyer.patch(f"/api/cart/items/{BATH}", json=body)
        if response.status_code != 200:
            if response.json()["error"]["code"] != "server.unavailable":
                return [f"a write answers {response.text[:200]}"]
            return names_the_disk(response, words)
    return [f"{MAX_ACCEPTED} writes were accepted by a full disk"]


def create_endpoints(stripe: httpx.Client) -> list[str]:
    """Create webhook endpoints for an event that never happens; return their paths."""
    form = {"url": "http://127.0.0.1:9/hook", "enabled_events[]": "coupon.deleted"}
    responses = [stripe.post("/v1/webhook_endpoints", data=form) for _ in range(5)]
    return [f"/v1/webhook_endpoints/{response.json()['id']}" for response in responses]


def fill_log_of_stripe(stripe: httpx.Client, endpoints: list[str], words: str) -> list[str]:
    """Write to Stripe, less and less at a time, so that not even a delivery can be stored.

    A file may grow a little on a full disk, up to the end of its last block.
    """
    for path in ("/v1/customers", endpoints[0]):
        for _ in range(MAX_ACCEPTED):
            response = stripe.post(path, data={"metadata[a]": "b"})
            if response.status_code != 200:
                break
        else:
            return [f"{MAX_ACCEPTED} writes to Stripe were accepted by a full disk"]
    for path in endpoints[1:]:
        stripe.delete(path)
    return names_the_disk(response, words)


def names_the_disk(response: httpx.Response, words: str) -> list[str]:
    """Return what is wrong with the response to a write for which there is no room."""
    message = response.json()["error"]["message"]
    if response.status_code == 503 and words in message:
        return []
    return [f"a write answers {response.status_code}: {message}"]
