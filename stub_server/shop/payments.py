"""Payments through Stripe's SDK, with the simulator or Stripe's test mode."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import orjson

from stub_server.runtime.clock import Clock
from stub_server.server.rejection import Rejection
from stub_server.shop.ports import Intent, IntentStatus, StripeEvent

if TYPE_CHECKING:
    from stripe import HTTPXClient, PaymentIntent, StripeClient

TOLERANCE = 300
"""Maximum difference between a signature's time and the shop's, in seconds (C-chk-8)."""


class StripePayments:
    """`ports.Payments` for one Stripe account.

    base: the URL of the API, such as the simulator's; None for Stripe's own.
    The first payment imports the SDK, which takes long; `warm` imports it earlier.
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
        """The publishable key of the account with the intents (C-str-2)."""
        return self._publishable_key

    def warm(self) -> StripeClient:
        """Return the SDK's client, created at first use."""
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
        """Close the connections."""
        if self._transport is not None:
            await self._transport.close_async()  # type: ignore[no-untyped-call]

    async def create_intent(
        self, *, amount: int, currency: str, order_id: str, email: str
    ) -> Intent:
        """Create a PaymentIntent over `amount` cents with automatic payment methods (C-str-1)."""
        intents = self.warm().v1.payment_intents
        return await self._call(
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
        """Return the PaymentIntent as Stripe has it now (C-chk-7)."""
        intents = self.warm().v1.payment_intents
        return await self._call(lambda: intents.retrieve_async(intent_id))

    def verify_event(self, payload: bytes, signature: str | None) -> StripeEvent:
        """Return the event in a signed payload; reject `webhook.signatureInvalid` (C-chk-8).

        The SDK checks the signature, but not its time: that is compared with the shop's clock.
        """
        from stripe import SignatureVerificationError, WebhookSignature

        try:
            WebhookSignature.verify_header(payload, signature, self._webhook_secret, tolerance=None)
            signed_at = next(int(value) for key, _, value in _pairs(signature or "") if key == "t")
        except SignatureVerificationError as error:
            raise _signature_invalid(str(error).split(".")[0] + ".") from None
        except (TypeError, ValueError):  # the SDK raises these for characters beyond ASCII
            raise _signature_invalid("It is not of the form t=…,v1=….") from None
        if abs(int(self._clock.now().timestamp()) - signed_at) > TOLERANCE:
            raise _signature_invalid(f"The signature's time is more than {TOLERANCE} s away.")
        return _event(payload)

    async def _call(self, method: Any) -> Intent:
        from stripe import StripeError

        try:
            return _intent(await method())
        except StripeError as error:
            address = self._base or "api.stripe.com"
            reason = error.user_message or str(error).split("\n")[0]
            raise Rejection(
                "server.error", f"Stripe at {address}: {reason}", rule="C-conv-7"
            ) from error


def _intent(intent: PaymentIntent) -> Intent:
    return Intent(
        id=intent.id,
        client_secret=intent.client_secret or "",
        status=cast("IntentStatus", intent.status),
        declined=intent.last_payment_error is not None,
    )


def _pairs(signature: str) -> list[tuple[str, str, str]]:
    return [item.partition("=") for item in signature.split(",")]


def _event(payload: bytes) -> StripeEvent:
    try:
        event = orjson.loads(payload)
        name, kind, data = event["id"], event["type"], event.get("data")
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise _not_an_event() from None
    if not (isinstance(name, str) and isinstance(kind, str)):
        raise _not_an_event()
    subject = data.get("object") if isinstance(data, dict) else None
    return StripeEvent(name, kind, subject if isinstance(subject, dict) else {})


def _not_an_event() -> Rejection:
    message = "The body is signed, but it is not a Stripe event."
    return Rejection("request.invalid", message, rule="C-chk-8")


def _signature_invalid(reason: str) -> Rejection:
    return Rejection(
        "webhook.signatureInvalid", f"Not a signature of Stripe's: {reason}", rule="C-chk-8"
    )
