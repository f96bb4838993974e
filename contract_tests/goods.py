"""What can be bought: products that the backend sells, with enough of them in stock."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from contract_tests.client import Desk
from contract_tests.invariants import cents
from contract_tests.ledger import Broken, Gone, NotReached
from contract_tests.shopper import Shopper

PLENTY = 5_000
WANTED = 8


class NothingToBuy(Exception):
    """None of the named products is sold here."""


class Goods(Sequence[str]):
    """Ids of products that the backend sells; the first ones have plenty in stock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._states = desk.states
        self._before: dict[str, Any] = {}
        self._ids = self._sold()
        if self._states.offered:
            self._refill()

    def __getitem__(self, at: Any) -> Any:
        """The product of a place. NotReached: fewer are known."""
        if isinstance(at, int) and at >= len(self._ids):
            raise NotReached(
                f"{len(self._ids)} products are known and {at + 1} needed: give --product or "
                "--catalogue"
            )
        return self._ids[at]

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def has_states(self) -> bool:
        """Whether stock can be asked for."""
        return bool(self._before)

    def price(self, product: str) -> int:
        """What it costs now, in cents, as a new visitor's cart says."""
        return cents(Shopper(self._desk).adds(product)["items"][0]["unitPrice"])

    def stock(self, product: str) -> int:
        """How many there are. NotReached: no state tells."""
        return int(self._states.set("product", productId=product)["stock"])

    def refill(self, count: int) -> None:
        """Have plenty of the first ones again, where a state can see to it."""
        for product in self._ids[:count]:
            if product in self._before:
                self._states.set("product-stock", productId=product, stock=PLENTY)

    def restore(self) -> None:
        """Give the backend its stock back, if it is still there."""
        with contextlib.suppress(NotReached):
            for product, stock in self._before.items():
                self._states.set("product-stock", productId=product, stock=stock)

    def _sold(self) -> list[str]:
        visitor = self._desk.visitor()
        sold, came = [], "nothing"
        for product in self._desk.target.products:
            body = {"productId": product, "quantity": 1}
            try:
                exchange = visitor.call("addCartItem", body)
            except Broken as error:
                if self._desk.silent:
                    url = self._desk.target.base_url
                    raise Gone(f"{url} stopped answering: {error}.") from None
                raise
            came = f"{exchange.status} {exchange.code or ''}".strip()
            if 200 <= exchange.status < 300:
                sold.append(product)
            if len(sold) == WANTED:
                break
        visitor.close()
        if not sold:
            raise NothingToBuy(
                f"{self._desk.target.base_url} sells none of the products that are known here "
                f"({', '.join(self._desk.target.products[:3])} …; the last one was answered "
                f"{came}): name some with --product."
            )
        return sold

    def _refill(self) -> None:
        try:
            for product in self._ids:
                self._before[product] = self.stock(product)
                self._states.set("product-stock", productId=product, stock=PLENTY)
        except NotReached:
            return
