"""What the log says once about pages whose cookies are lost, and about refused ones."""

from __future__ import annotations

import httpx
import pytest

from stub_server import app
from stub_server.denials import foreign_origin, unknown_host
from stub_server.page_notices import MAX_NOTICES, PageNotices, loses_cookie
from stub_server.settings import Settings


@pytest.mark.parametrize(
    ("page", "address", "fetch_site", "lost"),
    [
        ("http://localhost:5173", "http://127.0.0.1:4600", "", True),
        ("http://127.0.0.1:5173", "http://localhost:4600", "", True),
        ("http://[::1]:5173", "http://localhost:4600", "", True),
        ("http://[::1]:5173", "http://[::1]:4600", "", False),
        ("http://localhost:5173", "http://localhost:4600", "", False),
        ("https://localhost:5173", "http://localhost:4600", "", True),
        ("http://localhost:5173", "http://shop.localhost:4600", "", True),
        ("https://www.shop.example", "https://api.shop.example", "", False),
        ("https://shop.example", "https://stub.test", "", True),
        ("http://localhost:5173", "http://127.0.0.1:4600", "same-origin", False),
        ("http://localhost:5173", "http://localhost:5173", "cross-site", True),
        ("null", "http://localhost:4600", "", False),
    ],
)
def test_a_page_of_another_site_loses_the_cookie(
    page: str, address: str, fetch_site: str, lost: bool
) -> None:
    assert loses_cookie(page, address, fetch_site) is lost


def test_a_lost_cookie_is_told_once_per_origin_with_the_fix(
    caplog: pytest.LogCaptureFixture,
) -> None:
    notices = PageNotices()
    for port in (b"5173", b"5173", b"5174"):
        headers = {b"origin": b"http://localhost:" + port, b"host": b"127.0.0.1:4600"}
        notices.tell_lost_cookie(headers, "http")
    assert len(caplog.messages) == 2
    assert (
        "A page at http://localhost:5173 called this stub as http://127.0.0.1:4600"
        in (caplog.messages[0])
    )
    assert "Call http://localhost:4600 in that page" in caplog.messages[0]


def test_a_refused_origin_and_host_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    notices = PageNotices()
    origin, host = "http://shop.test:5174", "stub.test"
    for _ in range(2):
        notices.tell_denial({b"origin": origin.encode()}, foreign_origin(origin))
        notices.tell_denial({b"host": host.encode()}, unknown_host(host))
    assert len(caplog.messages) == 2
    assert f"--origin {origin}" in caplog.messages[0]
    assert f"--allow-host {host}" in caplog.messages[1]


def test_the_log_cannot_be_filled_by_many_origins(caplog: pytest.LogCaptureFixture) -> None:
    notices = PageNotices()
    for number in range(MAX_NOTICES + 50):
        origin = f"http://{number}.test"
        notices.tell_denial({b"origin": origin.encode()}, foreign_origin(origin))
    assert len(caplog.messages) == MAX_NOTICES


async def test_both_ports_tell_what_they_refuse_and_the_shop_what_gets_lost(
    caplog: pytest.LogCaptureFixture,
) -> None:
    stub = app.build(Settings(memory=True), "http://a.test", "http://b.test")
    assert stub.simulator is not None
    await stub.simulator.startup()
    for site in (stub.site, stub.simulator):
        transport = httpx.ASGITransport(site)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            origin = {"origin": "http://shop.test"}
            assert (await client.get("/v1/customers", headers=origin)).status_code == 403
            await client.get("/api/cart", headers={"origin": "http://localhost:5173"})
    await stub.simulator.shutdown()
    refused, lost, refused_at_stripe = caplog.messages
    assert refused == refused_at_stripe
    assert "--origin http://shop.test" in refused
    assert "Call http://localhost in that page" in lost
