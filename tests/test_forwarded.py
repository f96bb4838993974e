"""What a reverse proxy says of a request counts only where it is trusted."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.forwarded import ForwardedHeaders


async def scope_after(*headers: tuple[bytes, bytes]) -> dict[str, Any]:
    seen: dict[str, Any] = {}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.update(scope)

    sent = [(b"host", b"127.0.0.1:4600"), *headers]
    scope = {"type": "http", "scheme": "http", "client": ("10.0.0.1", 5), "headers": sent}
    await ForwardedHeaders(app)(scope, None, None)
    return seen


async def test_a_request_without_these_headers_stays_as_it_is() -> None:
    scope = await scope_after()
    assert (scope["scheme"], scope["client"]) == ("http", ("10.0.0.1", 5))
    assert scope["headers"] == [(b"host", b"127.0.0.1:4600")]


async def test_address_scheme_and_host_are_those_that_the_proxy_saw() -> None:
    scope = await scope_after(
        (b"x-forwarded-for", b"6.6.6.6, 192.0.2.7"),
        (b"x-forwarded-proto", b"https"),
        (b"x-forwarded-host", b"evil.test"),
        (b"x-forwarded-host", b"shop.test"),
    )
    assert (scope["scheme"], scope["client"]) == ("https", ("192.0.2.7", 0))
    assert [value for name, value in scope["headers"] if name == b"host"] == [b"shop.test"]


@pytest.mark.parametrize("scheme", [b"javascript", b"wss", b""])
async def test_another_scheme_is_ignored(scheme: bytes) -> None:
    assert (await scope_after((b"x-forwarded-proto", scheme)))["scheme"] == "http"
