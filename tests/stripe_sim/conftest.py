"""A simulator to test: on a clock that stands still, and, served, on a free port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import httpx
import pytest
import stripe
import uvicorn

from scripts import stripe_schemas
from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.ids import SeededIds
from stub_server.storage import MemoryStore, TextStore
from stub_server.stripe_sim import SECRET_KEY, SimSettings, StripeApp, create_stripe_app
from stub_server.stripe_sim.settings import LATEST_VERSION

Json = dict[str, Any]
PATIENCE = 60
"""Seconds after which what a test waits for is taken never to come."""
UNDECLARED = ("/v1/payment_pages/", "/v1/elements/", "/v1/stripecli/", "/v1/3ds2/")
"""What only Stripe's own scripts and command line call: the SDK has no types for it."""
DEBITS = ("pm_success", "pm_failed", "pm_disputed", "pm_exceeds", "pm_insufficient")
"""How the names of Stripe's ready SEPA debits begin: these need the buyer's mandate."""
MUGS = {
    "line_items[0][price_data][currency]": "eur",
    "line_items[0][price_data][unit_amount]": 1200,
    "line_items[0][price_data][product_data][name]": "A mug",
    "line_items[0][quantity]": 2,
}
HOSTED = {"mode": "payment", "success_url": "https://shop.example/thanks"}


if stripe_schemas.installed():
    stripe_schemas.declarations()  # Node reads them once; unit tests may not start a process


@pytest.fixture(autouse=True)
def schema_violations(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Every object that leaves a simulator is as the SDK declares it; here is what is not."""
    violations: list[str] = []
    if stripe_schemas.installed():
        monkeypatch.setattr(
            StripeApp, "__call__", validate_responses(StripeApp.__call__, violations)
        )
    yield violations
    assert sorted(set(violations)) == []


def validate_responses(answer: Callable[..., Any], violations: list[str]) -> Callable[..., Any]:
    """The app, with an eye on what it answers under /v1."""

    async def call_app(app: StripeApp, scope: Any, receive: Any, send: Any) -> None:
        parts: list[bytes] = []

        async def send_and_keep(message: Any) -> None:
            parts.append(message.get("body", b""))
            await send(message)

        await answer(app, scope, receive, send_and_keep)
        path = scope.get("path", "")
        if path.startswith("/v1/") and not path.startswith(UNDECLARED) and b"".join(parts):
            partly = b"pk_test_" in b"".join(dict(scope["headers"]).values())
            violations.extend(
                stripe_schemas.declarations().complaints(b"".join(parts), partly=partly)
            )

    return call_app


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 12, tzinfo=UTC))


@pytest.fixture
async def make_app(clock: FrozenClock) -> AsyncIterator[Callable[..., StripeApp]]:
    """Return a function that creates a simulator with other settings."""
    made: list[StripeApp] = []

    def make(store: TextStore | None = None, **settings: Any) -> StripeApp:
        store = store or MemoryStore({})
        made.append(create_stripe_app(SimSettings(**settings), clock, SeededIds("stripe"), store))
        return made[-1]

    yield make
    for app in made:
        await app.shutdown()


@dataclass
class Client:
    """A client of the simulator without a network."""

    app: StripeApp
    clock: FrozenClock
    key: str = SECRET_KEY
    hosted: ClassVar[Json] = {**HOSTED, **MUGS}
    own_page: ClassVar[Json] = {
        **MUGS,
        "mode": "payment",
        "ui_mode": "elements",
        "return_url": "https://shop.example",
    }
    version: str | None = LATEST_VERSION
    last: httpx.Response | None = None

    async def ask(
        self, method: str, path: str, params: Json | None = None, **headers: str
    ) -> httpx.Response:
        """Send a request; the names of parameters are those of a form: `a[b]`."""
        sent = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        if self.version:
            sent["Stripe-Version"] = self.version
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://stripe.localhost"
        ) as http:
            where = "params" if method == "GET" else "data"
            self.last = await http.request(method, path, headers=sent, **{where: params or None})  # type: ignore[arg-type]
        return self.last

    async def send(self, path: str, body: bytes, content_type: str) -> httpx.Response:
        """Send a POST with a body of that content type."""
        sent = {"Authorization": f"Bearer {self.key}", "Content-Type": content_type}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://stripe.localhost"
        ) as http:
            return await http.post(path, content=body, headers=sent)

    async def get(self, path: str, **params: Any) -> Json:
        """Send a GET that must succeed; return the body."""
        return self._require_success(await self.ask("GET", f"/v1/{path}", params))

    async def post(self, path: str, params: Json | None = None, **more: Any) -> Json:
        """Send a POST that must succeed; return the body."""
        return self._require_success(
            await self.ask("POST", f"/v1/{path}", {**(params or {}), **more})
        )

    async def get_error(self, method: str, path: str, params: Json | None = None) -> Json:
        """Send a request that must fail; return the error, with the HTTP status as `status`."""
        answer = await self.ask(method, f"/v1/{path}", params)
        assert answer.status_code >= 400, answer.text
        return {**answer.json()["error"], "status": answer.status_code}

    async def intent(self, **params: Any) -> Json:
        """Create a PaymentIntent of 2000 cents, as the shop does."""
        given = {"amount": 2000, "currency": "eur", "automatic_payment_methods[enabled]": "true"}
        return await self.post("payment_intents", {**given, **params})

    async def confirm(self, intent: Json, method: str, **params: Any) -> Json:
        """Confirm the PaymentIntent with a PaymentMethod."""
        given = {
            "payment_method": method,
            "return_url": "https://shop.example/back",
            "mandate_data[customer_acceptance][type]": "offline",
        }
        return await self.post(f"payment_intents/{intent['id']}/confirm", {**given, **params})

    async def pay_by_card(self, **params: Any) -> Json:
        """Create a PaymentIntent and pay it by card."""
        return await self.confirm(await self.intent(**params), "pm_card_visa")

    async def session(self, **more: Any) -> Json:
        """Create a hosted Checkout Session with two mugs at 1200 cents."""
        return await self.post("checkout/sessions", {**HOSTED, **MUGS, **more})

    async def complete_session(self, session: Json, **typed: Any) -> Json:
        """Complete the session as a buyer; return it."""
        answer = await self.control(f"checkout/sessions/{session['id']}/complete", typed)
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body

    async def control(self, path: str, body: Json | None = None) -> httpx.Response:
        """Call the control API."""
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://stripe.localhost"
        ) as http:
            if body is None:
                return await http.get(f"/_stub/{path}")
            return await http.post(f"/_stub/{path}", json=body)

    async def events(self) -> list[str]:
        """Return the types of all events, oldest first."""
        listed = await self.get("events", limit=100)
        return [event["type"] for event in reversed(listed["data"])]

    async def advance(self, seconds: float) -> None:
        """Advance the clock, and run the jobs that are due."""
        self.clock.advance(timedelta(seconds=seconds))
        await self.app.run_due()

    @staticmethod
    def _require_success(answer: httpx.Response) -> Json:
        assert answer.status_code == 200, answer.text
        body: Json = answer.json()
        return body


@pytest.fixture
def make_api(make_app: Callable[..., StripeApp], clock: FrozenClock) -> Callable[..., Client]:
    def make(**settings: Any) -> Client:
        return Client(make_app(**settings), clock)

    return make


@pytest.fixture
def api(make_api: Callable[..., Client]) -> Client:
    return make_api()


@dataclass
class Receiver:
    """A backend that receives webhooks: the received ones, and the statuses of its next answers."""

    url: str
    received: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    wait: float = 0
    free: asyncio.Event | None = None
    """Requests wait until this is set; None: they do not wait."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", True
        while more:  # a body may come in pieces
            message = await receive()
            body, more = body + message["body"], message["more_body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        await asyncio.sleep(self.wait)
        if self.free is not None:
            await self.free.wait()
        self.received.append((headers, body))
        status = self.answers.pop(0) if self.answers else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"ok"})

    async def wait_for(self, number: int = 1) -> None:
        """Wait until so many webhooks were received; fail after PATIENCE seconds."""
        async with asyncio.timeout(PATIENCE):
            while len(self.received) < number:  # noqa: ASYNC110  # a list, as a test reads it best
                await asyncio.sleep(0.01)


@asynccontextmanager
async def serve(app: Any) -> AsyncIterator[str]:
    """Serve the app on a free port, in this event loop; yield its URL."""
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off")
    server = uvicorn.Server(config)
    live_origin = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn has a flag, no event
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await live_origin


@pytest.fixture
async def receiver(schema_violations: list[str]) -> AsyncIterator[Receiver]:
    backend = Receiver("")
    async with serve(backend) as url:
        backend.url = f"{url}/api/webhooks/stripe"
        yield backend
    for _, body in backend.received:
        if stripe_schemas.installed() and b'"tampered"' not in body:
            schema_violations.extend(stripe_schemas.declarations().complaints(body))


@pytest.fixture
async def url(make_app: Callable[..., StripeApp]) -> AsyncIterator[str]:
    """The origin of a served simulator."""
    app = make_app()
    async with serve(app) as origin:
        yield origin


@pytest.fixture
async def live_origin(make_app: Callable[..., StripeApp]) -> AsyncIterator[str]:
    """The origin of a served simulator that runs its jobs and sends its webhooks."""
    app = make_app()
    await app.startup()
    async with serve(app) as origin:
        yield origin


@pytest.fixture
async def sdk(url: str) -> AsyncIterator[stripe.StripeClient]:
    """Stripe's own Python SDK, its base URL changed and nothing else."""
    transport: Any = stripe.HTTPXClient()
    yield stripe.StripeClient(SECRET_KEY, base_addresses={"api": url}, http_client=transport)
    await transport.close_async()
