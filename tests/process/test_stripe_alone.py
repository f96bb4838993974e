"""The simulator without a shop: Stripe for a backend that is not ours, and its webhooks there."""

from __future__ import annotations

import hashlib
import hmac
import json
import queue
import signal
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.process
SECRET = "whsec_of_another_backend"
KEY = {"Authorization": "Bearer sk_test_shopstub1234567890abcdef"}


@dataclass
class Backend:
    """A backend of somebody else's: takes what comes. heard: signature and body of each."""

    url: str
    heard: queue.Queue[tuple[str | None, bytes]] = field(default_factory=queue.Queue)

    def hears(self, kind: str) -> dict[str, Any]:
        """The next event of that kind, once it is sure that Stripe signed it (C-chk-8)."""
        while True:
            header, body = self.heard.get(timeout=10)
            assert header is not None
            parts = dict(part.split("=", 1) for part in header.split(","))
            expected = hmac.new(SECRET.encode(), f"{parts['t']}.".encode() + body, hashlib.sha256)
            assert parts["v1"] == expected.hexdigest()
            assert abs(time.time() - int(parts["t"])) < 60
            event: dict[str, Any] = json.loads(body)
            if event["type"] == kind:
                return event


@pytest.fixture
def backend() -> Iterator[Backend]:
    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.heard.put((self.headers["Stripe-Signature"], body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its base's name
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        here = Backend(f"http://127.0.0.1:{server.server_port}/hook")
        serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        serving.start()
        yield here
        server.shutdown()
        serving.join(10)


@pytest.mark.rule("C-chk-8", "C-str-1")
def test_a_payment_reaches_another_backend_as_a_signed_webhook(
    start_stripe: Any, backend: Backend
) -> None:
    stripe = start_stripe("--webhook-to", backend.url, "--webhook-secret", SECRET)
    with httpx.Client(base_url=stripe.url, headers=KEY, trust_env=False) as api:
        wanted = {
            "amount": "1797",
            "currency": "eur",
            "automatic_payment_methods[enabled]": "true",
            "metadata[orderId]": "order 7",
        }
        made = api.post("/v1/payment_intents", data=wanted)
        assert made.status_code == 200, made.text
        assert backend.hears("payment_intent.created")["data"]["object"]["id"] == made.json()["id"]
        paid = api.post(
            f"/v1/payment_intents/{made.json()['id']}/confirm",
            data={"payment_method": "pm_card_visa", "return_url": "http://localhost/return"},
        )
        assert paid.json()["status"] == "succeeded", paid.text
    intent = backend.hears("payment_intent.succeeded")["data"]["object"]
    assert (intent["id"], intent["amount"]) == (made.json()["id"], 1797)
    assert intent["metadata"] == {"orderId": "order 7"}
    assert stripe.stops(signal.SIGTERM) == 0
    assert "Traceback" not in stripe.printed()


def test_the_simulator_shows_where_it_is_and_what_it_signs_with(start_stripe: Any) -> None:
    stripe = start_stripe("--webhook-secret", SECRET, "--memory")
    for part in (stripe.url, KEY["Authorization"].removeprefix("Bearer "), SECRET, "nowhere"):
        assert part in stripe.printed()
    health = httpx.get(f"{stripe.url}/_stub/health", trust_env=False)
    assert (health.status_code, health.json()["status"]) == (200, "ok")
    assert stripe.stops(signal.SIGINT) == 0
    assert not (stripe.folder / ".shopstub").exists()


def test_what_was_paid_is_still_there_after_a_stop(start_stripe: Any) -> None:
    first = start_stripe()
    wanted = {"amount": "100", "currency": "eur"}
    made = httpx.post(
        f"{first.url}/v1/payment_intents", data=wanted, headers=KEY, trust_env=False
    ).json()
    assert first.stops(signal.SIGTERM) == 0
    state = first.folder / ".shopstub"
    assert list(state.glob("*.journal-*")) == []
    assert made["id"] in (state / "stripe.json").read_text(encoding="utf-8")
    second = start_stripe()
    found = httpx.get(f"{second.url}/v1/payment_intents/{made['id']}", headers=KEY, trust_env=False)
    assert found.json() == made


def test_a_webhook_that_is_no_address_is_refused(run: Any) -> None:
    refused = run("stripe", "--webhook-to", "not an address")
    assert refused.returncode == 2
    assert "--webhook-to" in refused.stderr
