"""What a stub acknowledged, and whether it is there after the next start."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from tests.process.running import Running
from tests.process.shopping import BATH, check_out, confirm, set_stock

PAID_SECONDS = 20.0
"""How long a payment may take to reach the shop after a start."""

ALL = {"limit": 1000}


@dataclass
class Ledger:
    """Acknowledged orders and payments, and carts: session cookies → quantity of the last write.

    unexpected: responses other than success.
    """

    orders: list[str] = field(default_factory=list)
    paid: list[str] = field(default_factory=list)
    carts: dict[str, int] = field(default_factory=dict)
    unexpected: list[str] = field(default_factory=list)

    def wait_for(self, more: int, seconds: float = 5) -> None:
        """Return once that many more orders are acknowledged, or after the seconds."""
        wanted, until = len(self.orders) + more, time.monotonic() + seconds
        while len(self.orders) < wanted and time.monotonic() < until:
            time.sleep(0.005)

    def losses(self, stub: Running) -> list[str]:
        """Return what the stub has lost or doubled."""
        with stub.buyer() as client:
            listed = client.get("/_stub/orders", params=ALL).json()["orders"]
            ids = {order["id"] for order in listed}
            numbers = {order["number"] for order in listed}
            lost = [f"order {order} is lost" for order in self.orders if order not in ids]
            if len(numbers) != len(listed):
                lost.append(f"{len(listed)} orders have {len(numbers)} numbers")
            return lost + self._unpaid(client) + self._lost_carts(client) + self.unexpected

    def _unpaid(self, client: httpx.Client) -> list[str]:
        until = time.monotonic() + PAID_SECONDS
        while True:
            listed = client.get("/_stub/orders", params=ALL).json()["orders"]
            paid = {order["id"] for order in listed if order["status"] == "paid"}
            unpaid = [order for order in self.paid if order not in paid]
            if not unpaid or time.monotonic() > until:
                return [f"the payment of order {order} is lost" for order in unpaid]
            time.sleep(0.1)

    def _lost_carts(self, client: httpx.Client) -> list[str]:
        """Compare each cart with its last write; one more may have been stored unacknowledged."""
        lost = []
        for session, quantity in self.carts.items():
            client.cookies.clear()
            items = client.get("/api/cart", headers={"Cookie": session}).json()["items"]
            stored = items[0]["quantity"] if items else 0
            if stored not in (quantity, following(quantity)):
                lost.append(f"a cart has {stored} pieces instead of {quantity}")
        return lost


def following(quantity: int) -> int:
    """Return the quantity that a buyer writes after this one."""
    return quantity % 99 + 1


@contextmanager
def purchases(stub: Running, ledger: Ledger, buyers: int = 2) -> Iterator[None]:
    """Buy until the stub is gone; inside of the block it should go."""
    with stub.buyer() as client:
        set_stock(client, 1_000_000)
    work = [_buy] * buyers + [_change_cart]
    threads = [threading.Thread(target=_run, args=(one, stub, ledger)) for one in work]
    for thread in threads:
        thread.start()
    yield
    for thread in threads:
        thread.join(30)


def _run(work: object, stub: Running, ledger: Ledger) -> None:
    assert callable(work)
    try:
        work(stub, ledger)
    except httpx.TransportError:
        pass
    except (AssertionError, KeyError, ValueError) as error:
        ledger.unexpected.append(f"unexpected response: {error!r}"[:300])


def _buy(stub: Running, ledger: Ledger) -> None:
    with stub.buyer() as buyer, stub.stripe_client() as stripe:
        while True:
            buyer.cookies.clear()  # the webhook of the last payment may still empty that cart
            intent = check_out(buyer)
            ledger.orders.append(intent["orderId"])
            confirm(stripe, intent)
            ledger.paid.append(intent["orderId"])


def _change_cart(stub: Running, ledger: Ledger) -> None:
    with stub.buyer() as buyer:
        added = buyer.post("/api/cart/items", json={"productId": BATH, "quantity": 1})
        assert added.status_code == 200, added.text
        session = "; ".join(f"{cookie.name}={cookie.value}" for cookie in buyer.cookies.jar)
        quantity = 1
        while True:
            ledger.carts[session] = quantity
            body = {"quantity": following(quantity)}
            changed = buyer.patch(f"/api/cart/items/{BATH}", json=body)
            assert changed.status_code == 200, changed.text
            quantity = following(quantity)
