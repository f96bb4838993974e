"""Signatures and bodies of webhooks: which of them are Stripe's."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.payments import StripePayments
from stub_server.shop.ports import StripeEvent

SECRET = "whsec_of_the_tests"
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AT = int(NOW.timestamp())
EVENT = {"id": "evt_1", "type": "charge.refunded", "data": {"object": {"id": "ch_1", "name": "Ä"}}}
PAYLOAD = json.dumps(EVENT, ensure_ascii=False).encode()
LONG = "9" * 400


def digest(payload: bytes = PAYLOAD, at: object = AT, secret: str = SECRET) -> str:
    """Written from Stripe's documentation, not from the stub (C-chk-8)."""
    return hmac.new(secret.encode(), f"{at}.".encode() + payload, hashlib.sha256).hexdigest()


def signed(payload: bytes = PAYLOAD, at: object = AT, secret: str = SECRET) -> str:
    return f"t={at},v1={digest(payload, at, secret)}"


def account(clock: FrozenClock, base: str) -> StripePayments:
    return StripePayments(
        secret_key="sk_test_1",
        publishable_key="pk_test_1",
        webhook_secret=SECRET,
        base=base,
        clock=clock,
    )


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(NOW)


@pytest.fixture
def payments(clock: FrozenClock) -> StripePayments:
    return account(clock, "http://stripe.test")


def refused(payments: StripePayments, payload: bytes, signature: str | None) -> tuple[str, str]:
    with pytest.raises(Rejection) as caught:
        payments.verify_event(payload, signature)
    return caught.value.code, caught.value.rule


UNSIGNED = ("webhook.signatureInvalid", "C-chk-8")


@pytest.mark.rule("C-chk-8")
def test_a_signed_event_has_stripes_object(payments: StripePayments) -> None:
    event = payments.verify_event(PAYLOAD, signed())
    assert event == StripeEvent("evt_1", "charge.refunded", {"id": "ch_1", "name": "Ä"})


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize(
    "header",
    [
        f"t={AT},v1={'0' * 64},v1={digest()}",
        f"t={AT},v1={digest()},v1={'0' * 64}",
        f"t={AT},v1={digest(secret='whsec_rolled')},v1={digest()},v0={'0' * 64}",
        f"v1={digest()},t={AT}",
    ],
    ids=["the second", "the first", "while the secret is rolled", "before the time"],
)
def test_any_of_several_signatures_is_enough(payments: StripePayments, header: str) -> None:
    assert payments.verify_event(PAYLOAD, header).id == "evt_1"


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("fraction", [0, 0.75], ids=["a whole second", "within a second"])
@pytest.mark.parametrize("seconds", [300, -300])
def test_five_minutes_in_the_past_or_the_future_are_tolerated(
    payments: StripePayments, clock: FrozenClock, seconds: int, fraction: float
) -> None:
    clock.advance(timedelta(seconds=fraction))
    assert payments.verify_event(PAYLOAD, signed(at=AT - seconds)).id == "evt_1"
    further = AT - seconds - (1 if seconds > 0 else -1)
    assert refused(payments, PAYLOAD, signed(at=further)) == UNSIGNED


@pytest.mark.rule("C-chk-8")
def test_it_is_the_shops_own_clock_that_tells_what_is_stale(
    payments: StripePayments, clock: FrozenClock
) -> None:
    header = signed()
    clock.advance(timedelta(seconds=300))
    assert payments.verify_event(PAYLOAD, header).id == "evt_1"
    clock.advance(timedelta(seconds=1))
    assert refused(payments, PAYLOAD, header) == UNSIGNED


@pytest.mark.rule("C-chk-8")
def test_one_changed_byte_is_rejected(payments: StripePayments) -> None:
    for place in (0, len(PAYLOAD) // 2, len(PAYLOAD) - 1):
        changed = bytearray(PAYLOAD)
        changed[place] ^= 1
        assert refused(payments, bytes(changed), signed()) == UNSIGNED
    assert refused(payments, PAYLOAD + b" ", signed()) == UNSIGNED


HEADERS: dict[str, str | None] = {
    "missing": None,
    "empty": "",
    "words": "garbage",
    "signs": "=,=,,==",
    "no time": f"v1={digest()}",
    "no signature": f"t={AT}",
    "an old scheme alone": f"t={AT},v0={digest()}",
    "a time in words": f"t=now,v1={digest()}",
    "a time of 400 digits": signed(at=LONG),
    "a time of 400 digits, unsigned": f"t={LONG},v1={digest()}",
    "a time of 5000 digits": f"t={'9' * 5000},v1={digest()}",
    "a time below nothing": signed(at=-AT),
    "a time and something": f"t={AT}=1,v1={digest()}",
    "a signature beyond ASCII": f"t={AT},v1=ü",
    "another secret's": signed(secret="whsec_of_somebody_else"),
    "another moment's": f"t={AT},v1={digest(at=AT + 1)}",
    "in capitals": f"t={AT},v1={digest().upper()}",
}


@pytest.mark.rule("C-chk-8")
@pytest.mark.parametrize("case", HEADERS)
def test_a_header_that_is_not_stripes_is_refused(payments: StripePayments, case: str) -> None:
    assert refused(payments, PAYLOAD, HEADERS[case]) == UNSIGNED


@pytest.mark.rule("C-chk-8")
def test_the_signature_is_judged_before_the_body(payments: StripePayments) -> None:
    for payload in (b"", b"{", b"\xff\xfe"):
        assert refused(payments, payload, f"t={AT},v1={'0' * 64}") == UNSIGNED


NOT_TEXT: tuple[object, ...] = (None, 1, ["evt_1"], {})
BODIES: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"id":"\xff"}',
    "nested without end": b"[" * 5000,
    "null": b"null",
    "a list": b"[]",
    "a word": b'"evt_1"',
    "a number": b"1",
    "no members": b"{}",
    **{
        f"{name}: {value!r}": json.dumps({**EVENT, name: value}).encode()
        for name in ("id", "type")
        for value in NOT_TEXT
    },
    **{
        f"without {name}": json.dumps({k: v for k, v in EVENT.items() if k != name}).encode()
        for name in ("id", "type")
    },
}


@pytest.mark.rule("C-chk-12")
@pytest.mark.parametrize(
    "data", [None, 1, "x", [], {}, {"object": None}, {"object": []}, {"object": "pi_1"}]
)
def test_an_event_about_nothing_is_an_event(payments: StripePayments, data: object) -> None:
    """Stripe's thin events have no object: the shop ignores them without an error."""
    payload = json.dumps({**EVENT, "data": data}).encode()
    assert payments.verify_event(payload, signed(payload)).subject == {}


@pytest.mark.rule("C-chk-8", "C-chk-12")
@pytest.mark.parametrize("case", BODIES)
def test_what_is_signed_and_yet_no_event_is_a_bad_request(
    payments: StripePayments, case: str
) -> None:
    code, rule = refused(payments, BODIES[case], signed(BODIES[case]))
    assert code in ("request.invalid", "webhook.signatureInvalid")
    assert rule == "C-chk-8"


@pytest.mark.rule("C-chk-12")
def test_an_event_may_have_no_data_at_all(payments: StripePayments) -> None:
    payload = b'{"id":"evt_1","type":"v1.billing.meter.no_meter_found"}'
    assert payments.verify_event(payload, signed(payload)).subject == {}
