"""Stripe through its own SDK: the simulator and Stripe's test mode alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import orjson

from stub_server.runtime.clock import Clock
from stub_server.server.rejection import Rejection
from stub_server.shop.ports import Intent, IntentStatus, StripeEvent

if TYPE_CHECKING:
    from stripe import HTTPXClient, PaymentIntent, StripeClient

TOLERANCE = 300
"""How old, or how far ahead, a signature may be, in seconds (C-chk-8)."""


class StripePayments:
    """The shop's Stripe account.

    base: the address of Stripe's API, the simulator's say; None: Stripe's own.
    The SDK takes long to import: it is imported with the first payment, or by `warm`.
    """

    def __init__(
        self,
        *,
        secret_key: str,
        publishable_key: str,
        webhook_secret: str,
        base: str | None,
        clock: Clock,
    ) -> None:
        self._secret_key = secret_key
        self._publishable_key = publishable_key
        self._webhook_secret = webhook_secret
        self._base = base
        self._clock = clock
        self._client: StripeClient | None = None
        self._transport: HTTPXClient | None = None

    @property
    def publishable_key(self) -> str:
        """The key of the same account that the intents are made in (C-str-2)."""
        return self._publishable_key

    def warm(self) -> StripeClient:
        """The SDK's client, made once."""
        if self._client is None:
            import stripe

            addresses: Any = {"api": self._base} if self._base else {}
            self._transport = stripe.HTTPXClient(allow_sync_methods=False)
            self._client = stripe.StripeClient(
                self._secret_key,
                base_addresses=addresses,
                http_client=self._transport,
                max_network_retries=2,
            )
        return self._client

    async def close(self) -> None:
        """Let go of the connections."""
        if self._transport is not None:
            await self._transport.close_async()  # type: ignore[no-untyped-call]

    async def create_intent(
        self, *, amount: int, currency: str, order_id: str, email: str
    ) -> Intent:
        """A PaymentIntent over so many cents, for whatever the Payment Element offers (C-str-1)."""
        intents = self.warm().v1.payment_intents
        return await self._asked(
            lambda: intents.create_async(
                {
                    "amount": amount,
                    "currency": currency,
                    "automatic_payment_methods": {"enabled": True},
                    "metadata": {"orderId": order_id},
                    "receipt_email": email,
                }
            )
        )

    async def intent(self, intent_id: str) -> Intent:
        """The PaymentIntent as it stands at Stripe now (C-chk-7)."""
        intents = self.warm().v1.payment_intents
        return await self._asked(lambda: intents.retrieve_async(intent_id))

    def verified(self, payload: bytes, signature: str | None) -> StripeEvent:
        """The event in a signed payload; `webhook.signatureInvalid` otherwise (C-chk-8).

        The SDK checks the signature; the moment is judged by the shop's own clock.
        """
        from stripe import SignatureVerificationError, WebhookSignature

        try:
            WebhookSignature.verify_header(payload, signature, self._webhook_secret, tolerance=None)
            signed_at = next(int(value) for key, _, value in _pairs(signature or "") if key == "t")
        except SignatureVerificationError as fault:
            raise _unsigned(str(fault).split(".")[0] + ".") from None
        except (TypeError, ValueError):  # what the SDK stumbles over: other signs than ASCII's
            raise _unsigned("It is not of the form t=…,v1=….") from None
        if abs(int(self._clock.now().timestamp()) - signed_at) > TOLERANCE:
            raise _unsigned(f"The signature's time is more than {TOLERANCE} s away.")
        return _event(payload)

    async def _asked(self, ask: Any) -> Intent:
        from stripe import StripeError

        try:
            return _intent(await ask())
        except StripeError as fault:
            where = self._base or "api.stripe.com"
            words = fault.user_message or str(fault).split("\n")[0]
            raise Rejection(
                "server.error", f"Stripe at {where}: {words}", rule="C-conv-7"
            ) from fault


def _intent(found: PaymentIntent) -> Intent:
    return Intent(
        id=found.id,
        client_secret=found.client_secret or "",
        status=cast("IntentStatus", found.status),
        declined=found.last_payment_error is not None,
    )


def _pairs(signature: str) -> list[tuple[str, str, str]]:
    return [item.partition("=") for item in signature.split(",")]


def _event(payload: bytes) -> StripeEvent:
    try:
        event = orjson.loads(payload)
        name, kind, data = event["id"], event["type"], event.get("data")
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise _no_event() from None
    if not (isinstance(name, str) and isinstance(kind, str)):
        raise _no_event()
    subject = data.get("object") if isinstance(data, dict) else None
    return StripeEvent(name, kind, subject if isinstance(subject, dict) else {})


def _no_event() -> Rejection:
    words = "The body is signed, but it is not a Stripe event."
    return Rejection("request.invalid", words, rule="C-chk-8")


def _unsigned(why: str) -> Rejection:
    return Rejection(
        "webhook.signatureInvalid", f"Not a signature of Stripe's: {why}", rule="C-chk-8"
    )
