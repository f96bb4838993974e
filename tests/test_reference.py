"""docs/reference.md: the endpoints are there, and nothing that users can set is left out."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

from stub_server import app
from stub_server.runtime.clock import SystemClock
from stub_server.runtime.ids import SeededIds
from stub_server.settings import Settings
from stub_server.storage.memory import MemoryStore
from stub_server.stripe_sim.app import create_stripe_app
from stub_server.stripe_sim.settings import SimSettings

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
SHOP, STRIPE = TEXT.split("| On Stripe's port")
CALL = re.compile(r"`(GET|POST) (/[^`]*)`")
VARIABLE = re.compile(r"SHOPSTUB_[A-Z_]*[A-Z]")
OLD = {"SHOPSTUB_COMPLETE", "SHOPSTUB_CONTRACT_STATES"}
"""Click's own, and a former name that docs/settings.md lists by the script that writes it."""


@pytest.fixture
def stub() -> app.Runtime:
    return app.build(Settings(memory=True), "http://localhost:4600", "http://localhost:4601")


@pytest.mark.parametrize(("method", "path"), CALL.findall(SHOP))
async def test_a_call_of_the_shop_is_there(stub: app.Runtime, method: str, path: str) -> None:
    known = {"{page}": "cart"}
    address = re.sub(r"\{\w+\}", lambda found: known.get(found[0], "x"), path)
    transport = httpx.ASGITransport(stub.site)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4600") as client:
        response = await client.request(method, address)
    assert "order.notFound" in response.text or response.status_code not in (404, 405)


def test_every_call_of_the_shop_is_listed(stub: app.Runtime) -> None:
    paths = [getattr(route, "path", "") for route in stub.site.routes]
    routes = {path for path in paths if path.startswith(("/_stub", "/__"))}
    listed = {re.sub(r"\{\w+\}", "{}", path) for _, path in CALL.findall(SHOP)}
    shown = {re.sub(r"\{\w+\}", "{}", path) for path in routes}
    assert shown - listed == {"/_stub/docs/"} & shown


@pytest.mark.parametrize(("method", "path"), CALL.findall(STRIPE))
async def test_a_call_of_the_simulator_is_there(method: str, path: str) -> None:
    simulator = create_stripe_app(SimSettings(), SystemClock(), SeededIds(1), MemoryStore({}))
    transport = httpx.ASGITransport(simulator)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:4601") as client:
        response = await client.request(method, re.sub(r"\{\w+\}", "x", path))
    assert f"There is no {method} /_stub" not in response.text


def test_every_environment_variable_is_listed() -> None:
    documented = TEXT + (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    used = {
        name
        for package in ("stub_server", "contract_tests")
        for file in (ROOT / package).rglob("*.py")
        for name in VARIABLE.findall(file.read_text(encoding="utf-8"))
    }
    assert {name for name in used - OLD if name not in documented} == set()
