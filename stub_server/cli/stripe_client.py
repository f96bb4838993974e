"""HTTP client of Stripe, with the calls that a browser makes with a publishable key."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx

from stub_server.cli import responses
from stub_server.cli.errors import CannotRun
from stub_server.cli.responses import PAYMENT_INTENT
from stub_server.cli.stub_client import BAD_ADDRESS

SERVER = "Stripe"


class BrowserCheckout:
    """The browser's part of a payment: confirms a PaymentIntent with its client secret.

    base: the simulator's address, or https://api.stripe.com.
    """

    def __init__(self, base: str, publishable_key: str) -> None:
        self._key = publishable_key
        self._base = base
        try:
            self._client = httpx.Client(
                base_url=base, timeout=30, trust_env=base.startswith("https://")
            )
        except BAD_ADDRESS:
            raise self._bad_address() from None

    def confirm(self, intent: str, client_secret: str, form: dict[str, str]) -> dict[str, Any]:
        """Return the PaymentIntent, or `{"error": …}` for a card that is declined."""
        form = {"key": self._key, "client_secret": client_secret, **form}
        content: dict[str, Any] = self._send("POST", _path("v1", intent, "confirm"), data=form)
        return content

    def retrieve(self, intent: str, client_secret: str) -> dict[str, Any]:
        """Return the PaymentIntent."""
        parameters = {"client_secret": client_secret, "key": self._key}
        content: dict[str, Any] = self._send("GET", _path("v1", intent), params=parameters)
        return content

    def control(
        self, intent: str, action: str, outcome: str, authorization: dict[str, str]
    ) -> None:
        """Make the simulator act as the bank.

        action: `authenticate` or `settle`. outcome: `succeed` or `fail`. authorization: the
        header that control calls want, or none.
        """
        path = _path("_stub", intent, action)
        self._send("POST", path, json={"outcome": outcome}, headers=authorization)

    def _send(self, method: str, path: str, **arguments: Any) -> Any:
        """Return the answer, a card error too. CannotRun: no answer, another shape or error."""
        try:
            response = self._client.request(method, path, **arguments)
        except BAD_ADDRESS:
            raise self._bad_address() from None
        except httpx.RequestError as error:
            raise CannotRun(f"Stripe does not answer at {self._base} ({error}).") from None
        content: dict[str, Any] = responses.read_json(response, SERVER)
        source = str(response.url)
        responses.require(content, {}, source, SERVER)
        failure = content.get("error")
        if not failure:
            last = {"last_payment_error": dict} if content.get("last_payment_error") else {}
            return responses.require(content, {**PAYMENT_INTENT, **last}, source, SERVER)
        responses.require(failure, {"type": str}, source, SERVER)
        if failure["type"] != "card_error":
            raise CannotRun(f"Stripe: {failure.get('message')}")
        return content

    def _bad_address(self) -> CannotRun:
        return CannotRun(f"The stub names {self._base} as its Stripe: that is not an address.")


def _path(root: str, intent: str, *action: str) -> str:
    return "/".join((f"/{root}/payment_intents", quote(intent, safe=""), *action))
