"""Orders that are left alone while the other tests run, and looked at when the run ends."""

from __future__ import annotations

import re
import time

from contract_tests.harness.failures import NotReached
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Purchase, Shopper

FRACTION = re.compile(r"\.\d*[1-9]")
"""A moment that is told in parts of a second, as `.000` may not be."""


def wait_for_another_moment(moment: str) -> None:
    """Wait until what happens has another time than this, as the backend tells times."""
    time.sleep(0.05 if FRACTION.search(moment) else 1.1)


class BackgroundOrders:
    """An order that nobody pays (C-ord-7), and orders whose payment takes its time at Stripe.

    `order`, `shopper`: the unpaid one's id, and whose it is. `tried`: whether it was begun.
    """

    def __init__(self) -> None:
        self.order = ""
        self.tried = False
        self.shopper: Shopper
        self._since = 0.0
        self._paying: dict[str, tuple[Shopper, Purchase]] = {}

    def begin(self, shopper: Shopper, products: Products) -> None:
        """Make the unpaid order, unless there is one."""
        if self.order:
            return
        self.shopper = Shopper(shopper.session)
        order = self.shopper.check_out(products[0]).order
        self.order, self._since = order, time.monotonic()

    @property
    def seconds(self) -> float:
        """The age of the unpaid order."""
        return time.monotonic() - self._since

    def add(self, name: str, shopper: Shopper, purchase: Purchase) -> None:
        """Keep an order for a late test, by this name."""
        self._paying[name] = shopper, purchase

    def get(self, name: str) -> tuple[Shopper, Purchase]:
        """Return the order that was kept by that name. NotReached: there is none."""
        if name not in self._paying:
            raise NotReached("the payment did not begin")
        return self._paying[name]
