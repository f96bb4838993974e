"""The booking contract, compiled and served without a line of code for it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from stub_server import app
from stub_server.contract import compile_pages, read_pages, to_yaml
from stub_server.runtime.clock import FrozenClock
from stub_server.runtime.ids import SeededIds
from stub_server.settings import Settings

PAGES = Path(__file__).parents[2] / "contracts" / "booking"
ORIGIN = "http://booking.localhost"

Client = Callable[[], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def document(tmp_path: Path) -> Path:
    """The compiled contract, in a folder of its own."""
    compilation = compile_pages(read_pages([PAGES]))
    assert [one for one in compilation.diagnostics if one.severity != "info"] == []
    target = tmp_path / "openapi.yaml"
    target.write_text(to_yaml(compilation.document), encoding="utf-8")
    return target


@pytest.fixture
def build(document: Path) -> Callable[..., app.Runtime]:
    """Builds the stub over a state folder, or in memory."""

    def built(state: Path | None = None) -> app.Runtime:
        place: dict[str, Any] = {"state_dir": state} if state else {"memory": True}
        return app.build(
            Settings(document=document, pages=PAGES, **place),
            ORIGIN,
            "http://stripe.test",
            clock=FrozenClock(datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
            ids=SeededIds(7),
        )

    return built


@pytest.fixture
def stub(build: Callable[..., app.Runtime]) -> app.Runtime:
    return build()


@asynccontextmanager
async def client_of(stub: app.Runtime) -> AsyncIterator[httpx.AsyncClient]:
    """A browser with a cookie jar of its own."""
    transport = httpx.ASGITransport(stub.site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
async def client(stub: app.Runtime) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(stub) as client:
        yield client


@pytest.fixture
async def guest(client: httpx.AsyncClient) -> httpx.AsyncClient:
    """A client that is logged in."""
    credentials = {"email": "ada@example.com", "password": "secret"}
    answer = await client.post("/v1/login", json=credentials)
    assert answer.status_code == 200, answer.text
    return client
