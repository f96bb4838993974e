"""A buyer and Stripe, as they call the shop's operations."""

from __future__ import annotations

import importlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from stub_server.runtime.events import EventBus
from stub_server.server.plugin import Result
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.session import Session
from stub_server.shop.operations.request import ShopRequest
from stub_server.shop.operations.sessions import load_or_start
from tests.shop.samples import ADDRESS_JSON, EMAIL, PASSWORD

PAGES = ("addresses", "cart", "checkout", "customers", "orders", "passwords", "webhooks")


def operation_of(name: str) -> Callable[[ShopRequest, ShopContext], Any]:
    """Return the function of an operationId: `add_cart_item` for `addCartItem`."""
    snake = re.sub(r"[A-Z]", lambda capital: "_" + capital[0].lower(), name)
    pages = [importlib.import_module(f"stub_server.shop.operations.{page}") for page in PAGES]
    operation: Callable[[ShopRequest, ShopContext], Any] = next(
        getattr(page, snake) for page in pages if hasattr(page, snake)
    )
    return operation


class PublishedEvents:
    """The events of a shop, in order."""

    def __init__(self, events: EventBus) -> None:
        self.all: list[tuple[str, dict[str, Any]]] = []
        events.subscribe(lambda name, facts: self.all.append((name, facts)))

    def names(self) -> list[str]:
        return [name for name, _ in self.all]


class Buyer:
    """A browser with one cookie: the token of its latest session."""

    def __init__(self, shop: ShopContext, client: str = "192.0.2.1") -> None:
        self.shop = shop
        self.client = client
        self.token: str | None = None

    @property
    def session(self) -> Session:
        return load_or_start(self.shop, self.token, keep=False)

    async def does(self, operation: str, body: Any = None, **more: Any) -> Any:
        """Call an operation, and return the value of its result."""
        path: dict[str, str] = {
            name: more.pop(name) for name in ("id", "productId") if name in more
        }
        reads = operation.startswith(("get", "list"))
        sent = self.token
        session = load_or_start(self.shop, sent, keep=not reads)
        request = ShopRequest(session=session, path=path, body=body, client=self.client, **more)
        result: Result = await operation_of(operation)(request, self.shop)
        if result.session is not None:
            self.token = result.session.token
        elif session.token and session.token != sent:
            self.shop.sessions.save(session)
            self.token = session.token
        return result.value

    async def adds(self, product_id: str, quantity: int = 1) -> Any:
        shown = await self.does("addCartItem", {"productId": product_id, "quantity": quantity})
        return shown.cart

    async def cart(self) -> Any:
        return (await self.does("getCart")).cart

    async def checks_out(self, key: str | None = None, **changes: Any) -> Any:
        body = {"email": EMAIL, "shippingAddress": ADDRESS_JSON, "acceptsMarketing": False}
        return await self.does("createCheckoutIntent", {**body, **changes}, idempotency_key=key)

    async def sees(self, order_id: str) -> Any:
        return await self.does("getOrder", id=order_id)

    async def registers(self, email: str = EMAIL, **changes: Any) -> Any:
        body = {"email": email, "password": PASSWORD, "name": "Erika"}
        return await self.does("registerCustomer", {**body, "acceptsMarketing": True, **changes})

    async def logs_in(self, email: str = EMAIL, password: str = PASSWORD) -> Any:
        return await self.does("loginCustomer", {"email": email, "password": password})


class Stripe:
    """Stripe, which sends events to the webhook, signed by default."""

    def __init__(self, shop: ShopContext) -> None:
        self.shop = shop
        self.sent = 0

    async def tells(
        self, kind: str, subject: Mapping[str, Any], *, event: str = "", signature: str = "signed"
    ) -> None:
        self.sent += 1
        body = {"id": event or f"evt_{self.sent}", "type": kind, "object": subject}
        session = load_or_start(self.shop, None, keep=False)
        request = ShopRequest(session=session, raw=json.dumps(body).encode(), signature=signature)
        await operation_of("receiveStripeEvent")(request, self.shop)

    async def says(self, kind: str, intent: str, **more: Any) -> None:
        """Send `succeeded`, `payment_failed`, `canceled` or `refunded` of an intent."""
        if kind == "refunded":
            charge = {"id": "ch_1", "payment_intent": intent, "refunded": True}
            await self.tells("charge.refunded", charge, **more)
        else:
            await self.tells(f"payment_intent.{kind}", {"id": intent}, **more)
