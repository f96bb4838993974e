"""S4: a running stub prints what clients and receivers say, escaped."""

from __future__ import annotations

import socket
import time
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.hostile import HOSTILE, assert_harmless, assert_no_controls

pytestmark = pytest.mark.process
KEY = {"Authorization": "Bearer sk_test_shopstub1234567890abcdef"}


def printed(stub: Any, words: str) -> str:
    """What stands in the stub's terminal once these words are there."""
    until = time.monotonic() + 10
    while words not in (text := stub.printed()) and time.monotonic() < until:
        time.sleep(0.02)
    assert words in text, text
    return str(text)


def test_lines_of_serve_are_escaped(stub: Any) -> None:
    httpx.get(f"{stub.url}/{quote(HOSTILE, safe='')}", trust_env=False)
    httpx.get(f"{stub.stripe}/v1/{quote(HOSTILE, safe='')}", headers=KEY, trust_env=False)
    shown = printed(stub, "stripe GET /v1/")
    assert r"GET    /\x1b]0;pwned\x07\x1b[2J\x9b31m\u202egnp.exe" in shown
    assert_harmless(shown)


def test_the_address_of_a_webhook_has_no_control_characters(stub: Any) -> None:
    with httpx.Client(base_url=stub.stripe, headers=KEY, trust_env=False) as stripe:
        url = "http://127.0.0.1:1/\x9b31m\u202egnp\u2028"
        endpoint = {"url": url, "enabled_events[]": "customer.created"}
        assert stripe.post("/v1/webhook_endpoints", data=endpoint).status_code == 400
        endpoint["url"] = "http://127.0.0.1:1/hook"
        assert stripe.post("/v1/webhook_endpoints", data=endpoint).status_code == 200
        stripe.post("/v1/customers", data={"name": HOSTILE})
    shown = printed(stub, "http://127.0.0.1:1/hook")
    assert "hook" in shown
    assert_no_controls(shown)


def test_log_entries_have_a_level_and_a_name_and_are_escaped(stub: Any) -> None:
    parts = urlsplit(stub.url)
    with socket.create_connection((parts.hostname, parts.port)) as connection:
        connection.sendall(b"\x1b]0;pwned\x07 \x9b HTTP\r\n\r\n")
        connection.recv(1000)
    shown = printed(stub, "WARNING uvicorn.error: Invalid HTTP request received.")
    assert_no_controls(shown)
