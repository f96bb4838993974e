"""Stripe from the command line: the calls that a browser would make, with a publishable key."""

from __future__ import annotations

from typing import Any

import httpx

from stub_server.cli.errors import CannotRun


class BrowserCheckout:
    """The browser's part of a payment: confirms an intent with its client secret.

    base: the simulator's address, or https://api.stripe.com.
    """

    def __init__(self, base: str, publishable_key: str) -> None:
        self._key = publishable_key
        self.base = base
        try:
            self._client = httpx.Client(
                base_url=base, timeout=30, trust_env=base.startswith("https://")
            )
        except httpx.InvalidURL:
            raise CannotRun(f"The stub names {base} as its Stripe: that is no address.") from None

    def confirm(self, intent: str, client_secret: str, form: dict[str, str]) -> dict[str, Any]:
        """What Stripe answers: a PaymentIntent, or `{"error": …}` for a card that it declines."""
        return self._asked(
            f"/v1/payment_intents/{intent}/confirm", {"client_secret": client_secret, **form}
        )

    def retrieve(self, intent: str, client_secret: str) -> dict[str, Any]:
        """The PaymentIntent as it stands."""
        return self._answered(
            lambda: self._client.get(
                f"/v1/payment_intents/{intent}",
                params={"client_secret": client_secret, "key": self._key},
            )
        )

    def control(
        self, intent: str, what: str, outcome: str, authorization: dict[str, str]
    ) -> dict[str, Any]:
        """Let the simulator play the bank: `authenticate` or `settle`, `succeed` or `fail`.

        authorization: the header that control calls want, or none.
        """
        return self._answered(
            lambda: self._client.post(
                f"/_stub/payment_intents/{intent}/{what}",
                json={"outcome": outcome},
                headers=authorization,
            )
        )

    def _asked(self, path: str, form: dict[str, str]) -> dict[str, Any]:
        return self._answered(lambda: self._client.post(path, data={"key": self._key, **form}))

    def _answered(self, ask: Any) -> dict[str, Any]:
        try:
            answer: dict[str, Any] = ask().json()
        except (httpx.TransportError, httpx.InvalidURL) as fault:
            raise CannotRun(f"Stripe does not answer at {self.base} ({fault}).") from None
        except ValueError:
            raise CannotRun(f"What answers at {self.base} is not Stripe: no JSON came.") from None
        error = answer.get("error")
        if error and error.get("type") != "card_error":
            raise CannotRun(f"Stripe: {error.get('message')}")
        return answer
