"""Whatever callers do, in whatever order: no 5xx, no illegal state, no money from nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

METHODS = (
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_authenticationRequired",
    "pm_card_pendingRefund",
    "pm_card_refundFail",
    "pm_success_de",
    "pm_failed_de",
)
WAYS_BACK = {"return_url": "https://shop.example"}

which = st.integers(0, 2)
amounts = st.integers(1, 2100)
steps = st.one_of(
    st.tuples(st.just("create"), st.sampled_from(["automatic", "manual"])),
    st.tuples(st.just("confirm"), which, st.sampled_from(METHODS)),
    st.tuples(st.just("update"), which, st.sampled_from(["", *METHODS])),
    st.tuples(st.just("capture"), which, amounts),
    st.tuples(st.just("cancel"), which),
    st.tuples(st.just("refund"), which, amounts),
    st.tuples(st.just("authenticate"), which, st.sampled_from(["succeed", "fail"])),
    st.tuples(st.just("settle"), which, st.sampled_from(["succeed", "fail"])),
    st.tuples(st.just("wait"), st.integers(1, 200)),
)


async def take(till: Any, made: list[str], step: tuple[Any, ...]) -> None:
    """One step of the day; a refusal is fine, a breakdown is not."""
    verb, *rest = step
    if verb == "wait":
        await till.later(rest[0])
        return
    if verb == "create":
        made.append((await till.intent(capture_method=rest[0]))["id"])
        return
    if rest[0] >= len(made):
        return
    intent = made[rest[0]]
    if verb in ("authenticate", "settle"):
        answer = await till.control(f"payment_intents/{intent}/{verb}", {"outcome": rest[1]})
    else:
        calls: dict[str, Callable[..., tuple[str, dict[str, Any]]]] = {
            "confirm": lambda method: ("/confirm", {"payment_method": method, **WAYS_BACK}),
            "update": lambda method: ("", {"payment_method": method}),
            "capture": lambda amount: ("/capture", {"amount_to_capture": amount}),
            "cancel": lambda: ("/cancel", {}),
            "refund": lambda amount: ("refund", {"amount": amount, "payment_intent": intent}),
        }
        path, params = calls[verb](*rest[1:])
        where = "/v1/refunds" if path == "refund" else f"/v1/payment_intents/{intent}{path}"
        answer = await till.ask("POST", where, params)
    assert answer.status_code < 500, (step, answer.text)


def check(till: Any) -> None:
    """The books are right."""
    store = till.sim.world.books.store
    given_back: dict[str, int] = {}
    for refund in store.all("refunds"):
        counts = refund["amount"] if refund["status"] != "failed" else 0
        given_back[refund["charge"]] = given_back.get(refund["charge"], 0) + counts
    for intent in store.all("payment_intents"):
        assert (intent["status"] == "requires_action") == (intent["next_action"] is not None)
        assert (intent["status"] == "requires_capture") == (intent["amount_capturable"] > 0)
        assert (intent["status"] == "succeeded") == (intent["amount_received"] > 0)
        assert intent["amount_received"] <= intent["amount"]
    for charge in store.all("charges"):
        assert charge["amount_captured"] <= charge["amount"]
        assert (charge["balance_transaction"] is not None) == charge["captured"]
        if charge["captured"]:
            assert given_back.get(charge["id"], 0) <= charge["amount_captured"]


@pytest.fixture
def days(make_till: Callable[..., Any]) -> Callable[[], Any]:
    """A new simulator for each day."""

    def day() -> Any:
        till = make_till()
        till.clock = till.sim.world.clock
        return till

    return day


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, max_size=25))
def test_the_books_are_right_after_any_day(
    days: Callable[[], Any], day: list[tuple[Any, ...]]
) -> None:
    async def live() -> None:
        till = days()
        made: list[str] = []
        for step in [("create", "automatic"), ("create", "manual"), *day]:
            await take(till, made, step)
            check(till)

    asyncio.run(live())
