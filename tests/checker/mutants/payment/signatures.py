"""Mutants of webhook signatures."""

from __future__ import annotations

import hashlib
import hmac
import json
from functools import partial
from typing import Any

from stub_server.shop import payments as stripe_payments
from stub_server.shop.domain import payment
from stub_server.shop.operations import webhooks
from tests.checker.mutants.middleware import Request, Response
from tests.checker.mutants.mutant import Mutant
from tests.checker.mutants.patches import wrap_method, wrapper
from tests.checker.mutants.responses import change_response, change_status

HOOK = "receiveStripeEvent"
Stripe = stripe_payments.StripePayments


def _replace_verification(check: Any) -> Any:
    """Return a patch that accepts a webhook if `check` accepts payload, header pairs, secret and clock."""

    def verified(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
        pairs = [(pair[0], pair[2]) for pair in stripe_payments._pairs(signature or "")]
        if check(payload, pairs, self._webhook_secret, self._clock.now().timestamp()):
            return stripe_payments._event(payload)
        return original(self, payload, signature)

    return partial(wrap_method, Stripe, "verify_event", verified)


def _sign(payload: bytes, at: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()


def _of(pairs: Any, name: str) -> list[str]:
    return [value for key, value in pairs if key == name]


def _unsigned(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return not _of(pairs, "v1") and not _of(pairs, "t")


def _ignore_age(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return any(_sign(payload, at, secret) in _of(pairs, "v1") for at in _of(pairs, "t"))


def _ten_minutes(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    fresh = [at for at in _of(pairs, "t") if at.isdigit() and now - int(at) < 600]
    return any(_sign(payload, at, secret) in _of(pairs, "v1") for at in fresh)


def _accept_prefix(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    """Compare only as many characters as the shorter signature has."""
    return any(
        given and _sign(payload, at, secret).startswith(given)
        for at in _of(pairs, "t") for given in _of(pairs, "v1")
    )  # fmt: skip


def _accept_reserialized(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    """Also accept a signature over the JSON serialized again."""
    try:
        written = json.dumps(json.loads(payload), indent=2).encode()
    except ValueError:
        return False
    return _ignore_age(written, pairs, secret, now)


def _strip_body(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return _ignore_age(payload.strip(), pairs, secret, now)


def _empty_secret(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return _ignore_age(payload, pairs, "", now)


def _bare_secret(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return _ignore_age(payload, pairs, secret.removeprefix("whsec_"), now)


def _v0_too(payload: bytes, pairs: Any, secret: str, now: float) -> bool:
    return any(_sign(payload, at, secret) in _of(pairs, "v0") for at in _of(pairs, "t"))


def _only(which: int) -> Any:
    def verified(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
        pairs = [pair.partition("=") for pair in (signature or "").split(",")]
        ours = [pair[2] for pair in pairs if pair[0] == "v1"][which:][:1]
        others = [f"{pair[0]}={pair[2]}" for pair in pairs if pair[0] != "v1"]
        return original(self, payload, ",".join([*others, *(f"v1={value}" for value in ours)]))

    return partial(wrap_method, Stripe, "verify_event", verified)


def _no_other_scheme(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
    if {pair[0] for pair in stripe_payments._pairs(signature or "")} - {"t", "v1"}:
        raise stripe_payments._signature_invalid("It has a scheme that is unknown.")
    return original(self, payload, signature)


def _a_minute(original: Any, self: Any, payload: bytes, signature: str | None) -> Any:
    event = original(self, payload, signature)
    at = next(int(pair[2]) for pair in stripe_payments._pairs(signature or "") if pair[0] == "t")
    if self._clock.now().timestamp() - at > 60:
        raise stripe_payments._signature_invalid("It is too old.")
    return event


async def _apply_before_verification(original: Any, request: Any, shop: Any) -> Any:
    """Apply the event before the signature is verified."""
    try:
        event = stripe_payments._event(request.raw)
        payment_event = payment.parse_event(event.type, event.subject)
    except Exception:
        payment_event = None
    if payment_event:
        webhooks._apply(shop, payment_event)
    return await original(request, shop)


def _bad_is_200(request: Request, response: Response) -> None:
    if response.status == 400:
        response.status, response.body = 200, b"{}"


MUTANTS = [
    Mutant("hook-unsigned", "C-chk-8", "an event without a signature is accepted", _replace_verification(_unsigned)),
    Mutant("hook-however-old", "C-chk-8", "the age of a signature is not checked", _replace_verification(_ignore_age)),
    Mutant("hook-ten-minutes", "C-chk-8", "a signature may be ten minutes old", _replace_verification(_ten_minutes)),
    Mutant("hook-a-minute", "C-chk-8", "a signature may be at most one minute old", partial(wrap_method, Stripe, "verify_event", _a_minute)),
    Mutant("hook-begins", "C-chk-8", "a prefix of the signature is accepted", _replace_verification(_accept_prefix)),
    Mutant("hook-reparsed", "C-chk-8", "the signature is checked over JSON that was serialized again", _replace_verification(_accept_reserialized)),
    Mutant("hook-stripped", "C-chk-8", "whitespace around the body is ignored by the signature", _replace_verification(_strip_body)),
    Mutant("hook-empty-secret", "C-chk-8", "a signature with an empty secret is accepted", _replace_verification(_empty_secret)),
    Mutant("hook-bare-secret", "C-chk-8", "a signature with the secret without whsec_ is accepted", _replace_verification(_bare_secret)),
    Mutant("hook-v0-too", "C-chk-8", "a v0 signature is accepted like a v1", _replace_verification(_v0_too)),
    Mutant("hook-first-v1", "C-chk-8", "only the first v1 signature is checked", _only(0)),
    Mutant("hook-last-v1", "C-chk-8", "only the last v1 signature is checked", _only(-1)),
    Mutant("hook-no-other-scheme", "C-chk-8", "a header that contains a v0 is rejected", partial(wrap_method, Stripe, "verify_event", _no_other_scheme)),
    Mutant("hook-settles-first", "C-chk-8", "400, but the order is paid", wrapper(webhooks.receive_stripe_event, _apply_before_verification)),
    Mutant("hook-bad-200", "C-chk-8", "an invalid signature is 200", partial(change_response, _bad_is_200, HOOK)),
    Mutant("hook-bad-401", "C-chk-8", "an invalid signature is 401", partial(change_status, "webhook.signatureInvalid", 401)),
]  # fmt: skip
