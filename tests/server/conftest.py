"""The shop's site without sockets: a buyer with a cookie jar, and a Stripe that obeys."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import httpx
import orjson
import pytest

from stub_server import app, resources
from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.ids import SeededIds
from stub_server.settings import Settings
from stub_server.shop.ports import Intent, StripeEvent
from stub_server.storage.memory import TableStore
from tests.shop.samples import ADDRESS_JSON

ORIGIN = "http://shop.localhost"
SECRET = "whsec_of_the_tests"
NATRON = "kaiser-natron-bad-500-g"


@dataclass
class ObedientStripe:
    """Payments as the test wants them; signatures are judged by the real adapter."""

    real: Any
    intents: dict[str, Intent] = field(default_factory=dict)
    asked: list[dict[str, Any]] = field(default_factory=list)

    @property
    def publishable_key(self) -> str:
        key: str = self.real.publishable_key
        return key

    async def create_intent(self, **asked: Any) -> Intent:
        self.asked.append(asked)
        name = f"pi_{len(self.asked):04}"
        self.intents[name] = Intent(name, f"{name}_secret_x", "requires_payment_method")
        return self.intents[name]

    async def intent(self, intent_id: str) -> Intent:
        return self.intents[intent_id]

    def becomes(self, intent_id: str, status: Any, *, declined: bool = False) -> None:
        self.intents[intent_id] = replace(self.intents[intent_id], status=status, declined=declined)

    def verify_event(self, payload: bytes, signature: str | None) -> StripeEvent:
        event: StripeEvent = self.real.verify_event(payload, signature)
        return event


class Buyer:
    """A browser, as far as the shop can tell."""

    def __init__(self, stub: app.Runtime, client: httpx.AsyncClient) -> None:
        self.stub = stub
        self.client = client

    async def sends(self, method: str, path: str, body: Any = None, **more: Any) -> httpx.Response:
        if body is not None:
            more["content"] = orjson.dumps(body)
            more["headers"] = {"content-type": "application/json", **more.get("headers", {})}
        return await self.client.request(method, path, **more)

    async def adds(self, product: str = NATRON, quantity: int = 1) -> httpx.Response:
        return await self.sends(
            "POST", "/api/cart/items", {"productId": product, "quantity": quantity}
        )

    async def checks_out(self) -> dict[str, Any]:
        body = {
            "email": "ada@example.com",
            "shippingAddress": ADDRESS_JSON,
            "acceptsMarketing": False,
        }
        answer = await self.sends("POST", "/api/checkout/intent", body)
        assert answer.status_code == 200, answer.text
        intent: dict[str, Any] = answer.json()
        return intent

    async def registers(self, email: str = "ada@example.com") -> httpx.Response:
        body = {
            "email": email,
            "password": "long enough a word",
            "name": "Ada",
            "acceptsMarketing": True,
        }
        return await self.sends("POST", "/api/customers/register", body)


def signature_of(payload: bytes, at: int, secret: str = SECRET) -> str:
    """Written from Stripe's documentation, not from the stub: a second implementation (C-chk-8)."""
    digest = hmac.new(secret.encode(), b"%d." % at + payload, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def event_of(kind: str, intent: str, event_id: str = "evt_1") -> bytes:
    """An event of Stripe's about an intent, as bytes."""
    return orjson.dumps(
        {"id": event_id, "object": "event", "type": kind, "data": {"object": {"id": intent}}}
    )


class Webhook:
    """Stripe, as it calls the shop: a moment ago, and signed."""

    def __init__(self, stub: app.Runtime, client: httpx.AsyncClient, clock: FrozenClock) -> None:
        self.stub = stub
        self._client = client
        self._clock = clock

    def now(self) -> int:
        return int(self._clock.now().timestamp())

    async def tells(
        self, kind: str, intent: str, *, event_id: str = "evt_1", at: int | None = None
    ) -> httpx.Response:
        payload = event_of(kind, intent, event_id)
        return await self.posts(payload, signature_of(payload, self.now() if at is None else at))

    async def posts(self, payload: bytes, signature: str | None) -> httpx.Response:
        headers = [(b"content-type", b"application/json; charset=utf-8")]
        if signature is not None:
            headers.append((b"stripe-signature", signature.encode("latin-1")))
        return await self._client.post("/api/webhooks/stripe", content=payload, headers=headers)

    def kept(self) -> dict[str, list[dict[str, Any]]]:
        """All that the shop keeps."""
        store = self.stub.shop.sandbox.store
        assert isinstance(store, TableStore)
        return {name: store.all(name) for name in sorted(store._tables) if store.count(name)}


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


@pytest.fixture
def stub(clock: FrozenClock) -> app.Runtime:
    settings = Settings(
        memory=True,
        webhook_secret=SECRET,
        publishable_key="pk_test_of_the_tests",
        document=resources.document(),
    )
    made = app.build(settings, ORIGIN, "http://stripe.test", clock=clock, ids=SeededIds(7))
    made.shop.payments = ObedientStripe(made.payments)
    return made


@pytest.fixture
def stripe(stub: app.Runtime) -> ObedientStripe:
    assert isinstance(stub.shop.payments, ObedientStripe)
    return stub.shop.payments


@pytest.fixture
async def buyer(stub: app.Runtime) -> AsyncIterator[Buyer]:
    transport = httpx.ASGITransport(stub.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Buyer(stub, client)


@pytest.fixture
async def other_buyer(stub: app.Runtime) -> AsyncIterator[Buyer]:
    transport = httpx.ASGITransport(stub.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Buyer(stub, client)


@pytest.fixture
async def webhook(stub: app.Runtime, clock: FrozenClock) -> AsyncIterator[Webhook]:
    transport = httpx.ASGITransport(stub.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield Webhook(stub, client, clock)
