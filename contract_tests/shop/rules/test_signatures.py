"""The webhook believes Stripe's signature, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from contract_tests.harness.rules import rule
from contract_tests.shop import expect, stripe_events, stripe_signature
from contract_tests.shop.products import Products
from contract_tests.shop.shopper import Shopper
from contract_tests.shop.stripe_sender import StripeSender

Forge = Callable[[bytes, str, int], tuple[bytes, str | None]]
WRONG = "whsec_wrongwrongwrongwrongwrongwro"
DAY = 86_400


def _hash(payload: bytes, secret: str, at: int) -> str:
    return stripe_signature.v1(payload, secret, at)


FORGERIES: dict[str, Forge] = {
    "unsigned": lambda body, _, __: (body, None),
    "an empty signature": lambda body, _, __: (body, ""),
    "nonsense": lambda body, _, __: (body, "nonsense"),
    "no v1": lambda body, _, at: (body, f"t={at}"),
    "an empty v1": lambda body, _, at: (body, f"t={at},v1="),
    "no t": lambda body, secret, at: (body, f"v1={_hash(body, secret, at)}"),
    "a t that is no number": lambda body, secret, at: (body, f"t=now,v1={_hash(body, secret, at)}"),
    "another secret": lambda body, _, at: (body, stripe_signature.header(body, WRONG, at)),
    "an empty secret": lambda body, _, at: (body, stripe_signature.header(body, "", at)),
    "the secret without whsec_": lambda body, secret, at: (
        body,
        stripe_signature.header(body, secret.removeprefix("whsec_"), at),
    ),
    "a tampered body": lambda body, secret, at: (
        body.replace(b'"livemode": false', b'"livemode": true'),
        stripe_signature.header(body, secret, at),
    ),
    "one more space": lambda body, secret, at: (
        body + b" ",
        stripe_signature.header(body, secret, at),
    ),
    "the same JSON in other bytes": lambda body, secret, at: (
        json.dumps(json.loads(body)).encode(),
        stripe_signature.header(body, secret, at),
    ),
    "another t than was signed": lambda body, secret, at: (
        body,
        f"t={at + 1},v1={_hash(body, secret, at)}",
    ),
    "only a v0": lambda body, secret, at: (body, f"t={at},v0={_hash(body, secret, at)}"),
    "the body signed without t": lambda body, secret, at: (
        body,
        f"t={at},v1={stripe_signature.v1(b'', secret, at)}",
    ),
    "a signature cut short": lambda body, secret, at: (
        body,
        f"t={at},v1={_hash(body, secret, at)[:32]}",
    ),
    "its first sign alone": lambda body, secret, at: (
        body,
        f"t={at},v1={_hash(body, secret, at)[:1]}",
    ),
    "six minutes old": lambda body, secret, at: (
        body,
        stripe_signature.header(body, secret, at - 360),
    ),
    "310 seconds old": lambda body, secret, at: (
        body,
        stripe_signature.header(body, secret, at - 310),
    ),
    "a day old": lambda body, secret, at: (body, stripe_signature.header(body, secret, at - DAY)),
    "years old": lambda body, secret, _: (
        body,
        stripe_signature.header(body, secret, 1_000_000_000),
    ),
    "t=0": lambda body, secret, _: (body, stripe_signature.header(body, secret, 0)),
}
"""What must be refused: payload, secret and moment in; what is sent, out."""


@rule("C-chk-8")
@pytest.mark.parametrize("forgery", FORGERIES)
def test_what_stripe_did_not_sign_changes_nothing(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, forgery: str
) -> None:
    purchase = shopper.check_out(products[0])
    at = stripe_sender.now()
    body, signature = FORGERIES[forgery](
        stripe_events.succeeded(purchase.payment, at), stripe_sender.secret, at
    )
    exchange = stripe_sender.post(body, signature)
    expect.error(exchange, 400, "webhook.signatureInvalid")
    expect.equal(shopper.get_order(purchase.order)["status"], "pending", "the order afterwards")


GENUINE: dict[str, Callable[[bytes, str, int], str]] = {
    "plain": stripe_signature.header,
    "four minutes old": lambda body, secret, at: stripe_signature.header(body, secret, at - 240),
    "280 seconds old": lambda body, secret, at: stripe_signature.header(body, secret, at - 280),
    "a clock that is a little ahead": lambda body, secret, at: stripe_signature.header(
        body, secret, at + 20
    ),
    "the good one second": lambda body, secret, at: (
        f"t={at},v1={_hash(body, WRONG, at)},v1={_hash(body, secret, at)}"
    ),
    "the good one first": lambda body, secret, at: (
        f"t={at},v1={_hash(body, secret, at)},v1={_hash(body, WRONG, at)}"
    ),
    "a v0 beside it": lambda body, secret, at: (
        f"t={at},v1={_hash(body, secret, at)},v0={_hash(body, WRONG, at)}"
    ),
    "a scheme that nobody knows": lambda body, secret, at: (
        f"t={at},v9=abc,v1={_hash(body, secret, at)}"
    ),
}
"""What must be believed: payload, secret and moment in; the signature, out."""


@rule("C-chk-8")
@pytest.mark.parametrize("signature", GENUINE)
def test_what_stripe_signed_is_believed(
    shopper: Shopper, products: Products, stripe_sender: StripeSender, signature: str
) -> None:
    purchase = shopper.check_out(products[0])
    at = stripe_sender.now()
    body = stripe_events.succeeded(purchase.payment, at)
    exchange = stripe_sender.post(body, GENUINE[signature](body, stripe_sender.secret, at))
    expect.check(exchange.status < 300, f"a signed event was answered {exchange.status}")
    expect.equal(shopper.get_order(purchase.order)["status"], "paid", "the order afterwards")


BODIES: dict[str, bytes] = {
    "not ASCII": b'{"id": "evt_1", "object": "event", "type": "charge.updated", "created": 1, '
    b'"data": {"object": {"description": "Gr\xc3\xbc\xc3\x9fe \xe2\x82\xac"}}}',
    "escapes and spaces": b'{ "id":"evt_2" ,"object":"event","type":"charge.updated","created":1,'
    b'"data":{"object":{"d":"\\u00fc\\/"}}}\n',
    "numbers as Stripe writes them": b'{"id":"evt_3","object":"event","type":"price.updated",'
    b'"created":1,"data":{"object":{"x":1.0,"y":1e2}}}',
}


@rule("C-chk-8")
@pytest.mark.parametrize("body", BODIES)
def test_the_signature_is_over_the_raw_bytes(stripe_sender: StripeSender, body: str) -> None:
    stripe_sender.deliver(BODIES[body])


@rule("C-chk-8", "C-conv-7")
@pytest.mark.parametrize("body", [b"", b"not json", b"[]", b"null", b"{", b"\xff\xfe"])
def test_a_signed_body_that_is_no_event_does_no_harm(
    stripe_sender: StripeSender, body: bytes
) -> None:
    exchange = stripe_sender.post(
        body, stripe_signature.header(body, stripe_sender.secret, stripe_sender.now())
    )
    allowed = {200, *expect.INVALID}
    expect.check(exchange.status in allowed, f"it was answered {exchange.status}", "C-conv-7")
