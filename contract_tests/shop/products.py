"""What can be bought: products that the backend sells, with enough of them in stock."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from typing import Any

from contract_tests.harness.failures import CheckFailed, NotReached, RunStopped, TargetDown
from contract_tests.harness.session import CheckSession
from contract_tests.shop.money import cents
from contract_tests.shop.settings import shop_settings
from contract_tests.shop.shopper import Shopper

PLENTY = 5_000
WANTED = 8
"""Products that tests need at most."""
SPREAD = 40
"""Products that sales are spread over where stock can't be refilled."""


class NothingToBuy(RunStopped):
    """The backend sells none of the named products."""


class Products(Sequence[str]):
    """Ids of products that the backend sells; the first ones have plenty in stock."""

    def __init__(self, session: CheckSession) -> None:
        self._session = session
        self._states = session.states
        self._before: dict[str, Any] = {}
        self._filled: set[str] = set()
        self._ids = self._sold()
        if self._states.available:
            self._refill()

    def rotate(self) -> None:
        """Begin with another product, where stock can't be refilled: tests share what there is."""
        if not self._filled:
            self._ids = [*self._ids[1:], *self._ids[:1]]

    def __getitem__(self, at: Any) -> Any:
        """Return the product at an index. NotReached: fewer are known."""
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
        """Return what it costs now, in cents, as a new visitor's cart says."""
        return cents(Shopper(self._session).add(product)["items"][0]["unitPrice"])

    def stock(self, product: str) -> int:
        """Return how many there are. NotReached: no provider state answers it."""
        return int(self._states.set("product", productId=product)["stock"])

    def refill(self, count: int) -> None:
        """Put plenty of the first ones in stock again, where a provider state can."""
        for product in self._ids[:count]:
            if product in self._filled:
                self._states.set("product-stock", productId=product, stock=PLENTY)

    def close(self) -> None:
        """Give the backend its stock back, if it still answers."""
        with contextlib.suppress(NotReached):
            for product, stock in self._before.items():
                self._states.set("product-stock", productId=product, stock=stock)

    def _sold(self) -> list[str]:
        visitor = self._session.new_client()
        sold, outcome = [], "nothing"
        candidates = shop_settings(self._session).product_ids(self._session.document)
        for product in candidates:
            body = {"productId": product, "quantity": 1}
            try:
                exchange = visitor.call("addCartItem", body)
            except CheckFailed as error:
                if self._session.unanswered:
                    url = self._session.target.base_url
                    raise TargetDown(f"{url} stopped answering: {error}.") from None
                raise
            outcome = f"{exchange.status} {exchange.code or ''}".strip()
            if 200 <= exchange.status < 300:
                sold.append(product)
            if len(sold) == (WANTED if self._states.available else SPREAD):
                break
        visitor.close()
        if not sold:
            raise NothingToBuy(
                f"{self._session.target.base_url} sells none of the products that are known here "
                f"({', '.join(candidates[:3])} …; the last one was answered "
                f"{outcome}): name some with --product."
            )
        return sold

    def _refill(self) -> None:
        """Put plenty in stock; a backend may offer the one state and not the other."""
        for product in self._ids:
            before: int | None = None
            with contextlib.suppress(NotReached):
                before = self.stock(product)
            try:
                self._states.set("product-stock", productId=product, stock=PLENTY)
            except NotReached:
                return
            self._filled.add(product)
            if before is not None:
                self._before[product] = before
