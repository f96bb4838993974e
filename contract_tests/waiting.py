"""An order that is left alone for as long as the examination takes (C-ord-7)."""

from __future__ import annotations

import time

from contract_tests.goods import Goods
from contract_tests.shopper import Shopper


class Waiting:
    """Nobody pays it. `order`, `shopper`: its id, and whose it is; `seconds`: its age."""

    def __init__(self) -> None:
        self.order = ""
        self.shopper: Shopper
        self._since = 0.0

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
