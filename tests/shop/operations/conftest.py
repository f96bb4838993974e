"""A shop made of fakes, and buyers who walk through its operations."""

from __future__ import annotations

import copy
import importlib
import json
import re
import signal
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.events import EventBus
from stub_server.runtime.ids import SeededIds
from stub_server.server.plugin import Result
from stub_server.server.rejection import Rejection
from stub_server.shop.context import ShopContext
from stub_server.shop.domain.catalogue import Catalogue
from stub_server.shop.domain.customer import DemoCustomer
from stub_server.shop.domain.session import Session
from stub_server.shop.operations.request import ShopRequest
from stub_server.shop.operations.sessions import load_or_start
from stub_server.shop.ports import INDEXES, Intent, IntentStatus, Record, StripeEvent
from stub_server.shop.sandbox import Sandbox
from stub_server.shop.seed import seed
from stub_server.storage.transaction import Transaction
from tests.shop.samples import ADDRESS_JSON, EMAIL, PASSWORD, POLICY, product

PAGES = ("addresses", "cart", "checkout", "customers", "orders", "passwords", "webhooks")

OPENED = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


class DictStore:
    """A store over plain dicts; a rollback puts the old tables back."""

    def __init__(self) -> None:
        self.tables: dict[str, dict[str, Record]] = {}
        self.writes = 0
        self.notices: list[str] = []
        self._open = False
        self._before: dict[str, dict[str, Record]] = {}

    def get(self, table: str, key: str) -> Record | None:
        return copy.deepcopy(self.tables.get(table, {}).get(key))

    def put(self, table: str, key: str, record: Mapping[str, Any]) -> None:
        self.writes += 1
        self.tables.setdefault(table, {})[key] = json.loads(json.dumps(record))

    def delete(self, table: str, key: str) -> None:
        self.tables.get(table, {}).pop(key, None)

    def find(self, table: str, field: str, value: str) -> list[Record]:
        assert field in INDEXES[table]
        return [record for record in self.all(table) if record.get(field) == value]

    def all(self, table: str) -> list[Record]:
        return copy.deepcopy(list(self.tables.get(table, {}).values()))

    def page(
        self, table: str, *, limit: int, after: str | None = None, newest_first: bool = True
    ) -> list[Record]:
        assert after is None, "no operation has a cursor"
        return self.all(table)[:: -1 if newest_first else 1][:limit]

    def keys(self, table: str) -> Iterator[str]:
        return iter(self.tables.get(table, {}))

    def count(self, table: str) -> int:
        return len(self.tables.get(table, {}))

    def transaction(self) -> Transaction:
        return Transaction(self)

    def begin(self) -> None:
        assert not self._open, "a transaction inside of a transaction"
        self._before, self._open = copy.deepcopy(self.tables), True

    def commit(self) -> None:
        self._open = False

    def rollback(self) -> None:
        self.tables, self._open = self._before, False

    def clear(self) -> None:
        self.tables = {}

    def close(self) -> None:
        pass


class FakePayments:
    """Stripe as a dict of intents; what a webhook says is taken at its word if it is signed."""

    publishable_key = "pk_test_shop"

    def __init__(self, store: DictStore) -> None:
        self.store = store
        self.made: list[dict[str, Any]] = []
        self.intents: dict[str, Intent] = {}
        self.meanwhile: Callable[[], Any] | None = None

    async def create_intent(
        self, *, amount: int, currency: str, order_id: str, email: str
    ) -> Intent:
        await self._wait()
        number = len(self.made) + 1
        self.made.append({"amount": amount, "currency": currency, "order": order_id})
        intent = Intent(f"pi_{number}", f"pi_{number}_secret_x", "requires_payment_method")
        self.intents[intent.id] = intent
        return intent

    async def intent(self, intent_id: str) -> Intent:
        await self._wait()
        return self.intents[intent_id]

    def verify_event(self, payload: bytes, signature: str | None) -> StripeEvent:
        if signature != "signed":
            raise Rejection("webhook.signatureInvalid", "Not signed.", rule="C-chk-8")
        event = json.loads(payload)
        return StripeEvent(event["id"], event["type"], event["object"])

    def stands(self, intent_id: str, status: IntentStatus, *, declined: bool = False) -> None:
        self.intents[intent_id] = Intent(intent_id, f"{intent_id}_secret_x", status, declined)

    async def _wait(self) -> None:
        """Stripe is far away: whatever happens meanwhile happens now."""
        assert not self.store._open, "Stripe is asked inside of a transaction"
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()


class FakePasswords:
    """A hash that anybody can read."""

    def __init__(self, store: DictStore) -> None:
        self.store = store
        self.compared: list[str | None] = []
        self.meanwhile: Callable[[], Any] | None = None

    async def hash(self, password: str) -> str:
        await self._wait()
        return f"hash of {password}"

    async def matches(self, password: str, hashed: str | None) -> bool:
        await self._wait()
        self.compared.append(hashed)
        return hashed == f"hash of {password}"

    async def _wait(self) -> None:
        assert not self.store._open, "a password is hashed inside of a transaction"
        if self.meanwhile is not None:
            happens, self.meanwhile = self.meanwhile, None
            await happens()


class StoreOutbox:
    """Mails in the store, as the port wants them."""

    def __init__(self, store: DictStore) -> None:
        self.store = store

    def send(self, to: str, subject: str, text: str, *, token: str | None = None) -> None:
        mail = {"to": to, "subject": subject, "text": text, "token": token}
        self.store.put("outbox", str(len(self.store.all("outbox"))), mail)

    def mails(self, to: str | None = None) -> list[Record]:
        return [mail for mail in self.store.all("outbox") if to in (None, mail["to"])]


def operation_of(name: str) -> Callable[[ShopRequest, ShopContext], Any]:
    """The function of an operationId: `addCartItem` is `add_cart_item`."""
    snake = re.sub(r"[A-Z]", lambda capital: "_" + capital[0].lower(), name)
    pages = [importlib.import_module(f"stub_server.shop.operations.{page}") for page in PAGES]
    operation: Callable[[ShopRequest, ShopContext], Any] = next(
        getattr(page, snake) for page in pages if hasattr(page, snake)
    )
    return operation


class Told:
    """What the events told, in order."""

    def __init__(self, events: EventBus) -> None:
        self.all: list[tuple[str, dict[str, Any]]] = []
        events.subscribe(lambda happened, facts: self.all.append((happened, facts)))

    def names(self) -> list[str]:
        return [happened for happened, _ in self.all]


class Buyer:
    """A browser with one cookie: it keeps the session that it was given last."""

    def __init__(self, shop: ShopContext, client: str = "192.0.2.1") -> None:
        self.shop = shop
        self.client = client
        self.token: str | None = None

    @property
    def session(self) -> Session:
        return load_or_start(self.shop, self.token, keep=False)

    async def does(self, operation: str, body: Any = None, **more: Any) -> Any:
        """Do an operation and hand back the value that it answers."""
        path: dict[str, str] = {
            name: more.pop(name) for name in ("id", "productId") if name in more
        }
        reads = operation.startswith(("get", "list"))
        session = load_or_start(self.shop, self.token, keep=not reads)
        self.token = session.token or self.token
        request = ShopRequest(session=session, path=path, body=body, client=self.client, **more)
        answer: Result = await operation_of(operation)(request, self.shop)
        if answer.session is not None:
            self.token = answer.session.token
        return answer.value

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
    """Stripe's events, signed, as they come to the webhook."""

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

    async def says(self, happened: str, intent: str, **more: Any) -> None:
        """`succeeded`, `payment_failed`, `canceled` or `refunded` of an intent."""
        if happened == "refunded":
            charge = {"id": "ch_1", "payment_intent": intent, "refunded": True}
            await self.tells("charge.refunded", charge, **more)
        else:
            await self.tells(f"payment_intent.{happened}", {"id": intent}, **more)


@pytest.fixture
def patience() -> Iterator[None]:
    """A test that waits for ever, or goes round in circles, fails after some seconds instead."""

    def ends(number: int, frame: object) -> None:
        raise TimeoutError("this takes too long")

    before = signal.signal(signal.SIGALRM, ends)
    signal.setitimer(signal.ITIMER_REAL, 5, 1)
    yield
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.signal(signal.SIGALRM, before)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(OPENED)


@pytest.fixture
def store() -> DictStore:
    return DictStore()


@pytest.fixture
def payments(store: DictStore) -> FakePayments:
    return FakePayments(store)


@pytest.fixture
def passwords(store: DictStore) -> FakePasswords:
    return FakePasswords(store)


@pytest.fixture
def shop(
    store: DictStore, payments: FakePayments, passwords: FakePasswords, clock: FrozenClock
) -> ShopContext:
    made = ShopContext(
        sandbox=Sandbox(store=store, clock=clock, ids=SeededIds(7), events=EventBus()),
        payments=payments,
        passwords=passwords,
        outbox=StoreOutbox(store),
        catalogue=Catalogue(
            [
                product("soda", 290),
                product("bad", 549),
                product("dose", 549, stock=3),
                product("eimer", 2990, stock=600),
                product("staerke", 590, stock=0),
            ]
        ),
        policy=POLICY,
        demo_customers=(
            DemoCustomer(email="Demo@example.org", name="Demo", password_hash="hash of demo demo"),
        ),
    )
    seed(made)
    return made


@pytest.fixture
def told(shop: ShopContext) -> Told:
    return Told(shop.sandbox.events)


@pytest.fixture
def buyer(shop: ShopContext) -> Buyer:
    return Buyer(shop)


@pytest.fixture
def other(shop: ShopContext) -> Buyer:
    return Buyer(shop, client="192.0.2.2")


@pytest.fixture
def stripe(shop: ShopContext) -> Stripe:
    return Stripe(shop)
