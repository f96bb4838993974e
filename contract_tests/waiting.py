"""Orders that are left alone while the other tests run, and looked at when the examination ends."""

from __future__ import annotations

import re
import time

from contract_tests.goods import Goods
from contract_tests.ledger import NotReached
from contract_tests.shopper import Bought, Shopper

FINE = re.compile(r"\.\d*[1-9]")
"""A moment that is told in parts of a second, as `.000` may not be."""


def wait_for_another_moment(moment: str) -> None:
    """Until what happens has another time than this, as the backend tells times."""
    time.sleep(0.05 if FINE.search(moment) else 1.1)


class Waiting:
    """Nobody pays one (C-ord-7). `order`, `shopper`: its id, and whose it is; `seconds`: its age.

    Others wait for Stripe: a test leaves them, and a late one takes them up.
    """

    def __init__(self) -> None:
        self.order = ""
        self.shopper: Shopper
        self._since = 0.0
        self._left: dict[str, tuple[Shopper, Bought]] = {}

    def begin(self, shopper: Shopper, goods: Goods) -> None:
        """Make it, unless that is done."""
        if self.order:
            return
        self.shopper = Shopper(shopper.desk)
        order = self.shopper.checks_out(goods[0]).order
        self.order, self._since = order, time.monotonic()

    @property
    def seconds(self) -> float:
        """How long it has been there."""
        return time.monotonic() - self._since

    def leave(self, name: str, shopper: Shopper, bought: Bought) -> None:
        """Stripe is busy with it."""
        self._left[name] = shopper, bought

    def left(self, name: str) -> tuple[Shopper, Bought]:
        """What was left by that name. NotReached: nothing was."""
        if name not in self._left:
            raise NotReached("the payment did not begin")
        return self._left[name]
