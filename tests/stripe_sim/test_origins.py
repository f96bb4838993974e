"""The control API is for this machine: scripts, its own pages, and no page of the web."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.origins import welcome
from stub_server.stripe_sim.settings import ACCOUNT_VERSION, LATEST_VERSION


@pytest.mark.parametrize(
    ("origin", "host", "may"),
    [
        (None, "127.0.0.1:4601", True),
        ("http://127.0.0.1:4601", "127.0.0.1:4601", True),
        ("http://localhost:5173", "127.0.0.1:4601", True),
        ("http://shop.localhost:3000", "127.0.0.1:4601", True),
        ("http://[::1]:8000", "127.0.0.1:4601", True),
        ("https://desk.example:3000", "desk.example:4601", True),
        ("https://evil.example", "127.0.0.1:4601", False),
        ("https://localhost.evil.example", "127.0.0.1:4601", False),
        ("null", "127.0.0.1:4601", False),
        ("", None, False),
        ("http://[", "127.0.0.1:4601", False),
    ],
)
def test_which_pages_are_welcome(origin: str | None, host: str | None, may: bool) -> None:
    assert welcome(origin, host) is may


async def test_a_page_of_the_web_can_not_forget_everything(till: Any) -> None:
    intent = await till.intent()
    for method, path in (("POST", "/_stub/reset"), ("GET", "/_stub/deliveries")):
        answer = await till.ask(method, path, Origin="https://evil.example")
        assert answer.status_code == 403
        assert answer.json()["error"]["message"] == "Pages of https://evil.example may not do this."
        assert "access-control-allow-origin" not in answer.headers
    assert (await till.get(f"payment_intents/{intent['id']}"))["id"] == intent["id"]
    reset = await till.ask("POST", "/_stub/reset", Origin="http://localhost:3000")
    assert (reset.status_code, reset.headers["access-control-allow-origin"]) == (200, "*")


async def test_health_names_both_versions(till: Any) -> None:
    assert (await till.control("health")).json() == {
        "status": "ok",
        "api_version": ACCOUNT_VERSION,
        "latest_api_version": LATEST_VERSION,
    }
