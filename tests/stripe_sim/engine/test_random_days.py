"""Whatever callers do, in whatever order: no 5xx, no illegal state, no money from nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stub_server.stripe_sim import router
from stub_server.stripe_sim.params import types

METHODS = (
    "pm_card_visa",
    "pm_card_chargeDeclined",
    "pm_card_authenticationRequired",
    "pm_card_pendingRefund",
    "pm_card_refundFail",
    "pm_success_de",
    "pm_failed_de",
)
WAYS_BACK = {
    "return_url": "https://shop.example",
    "mandate_data[customer_acceptance][type]": "offline",
}

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


async def take(api: Any, made: list[str], step: tuple[Any, ...]) -> None:
    """One step of the day; a refusal is fine, a breakdown is not."""
    verb, *rest = step
    if verb == "wait":
        await api.advance(rest[0])
        return
    if verb == "create":
        made.append((await api.intent(capture_method=rest[0]))["id"])
        return
    if rest[0] >= len(made):
        return
    intent = made[rest[0]]
    if verb in ("authenticate", "settle"):
        answer = await api.control(f"payment_intents/{intent}/{verb}", {"outcome": rest[1]})
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
        answer = await api.ask("POST", where, params)
    assert answer.status_code < 500, (step, answer.text)


def check_objects(api: Any) -> None:
    """The stored objects agree with each other."""
    store = api.app.simulation.objects.store
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
def days(make_api: Callable[..., Any]) -> Callable[[], Any]:
    """A new simulator for each day."""

    def day() -> Any:
        api = make_api()
        api.clock = api.app.simulation.clock
        return api

    return day


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(steps, max_size=25))
def test_the_stored_objects_are_consistent_after_any_day(
    days: Callable[[], Any], day: list[tuple[Any, ...]]
) -> None:
    async def run_day() -> None:
        api = days()
        made: list[str] = []
        for step in [("create", "automatic"), ("create", "manual"), *day]:
            await take(api, made, step)
            check_objects(api)

    asyncio.run(run_day())


WORDS = ("", "x", "eur", "usd", "1", "-1", "2000", "true", "2026-10-28", "https://shop.example/")
NAMES = (*METHODS, "tok_visa", "pi_nobody", "cus_nobody")


def value_of(draw: st.DataObject, param_type: Any, ids: list[str]) -> Any:
    """Something that fits the parameter, more often than not."""
    if draw.draw(st.integers(0, 19)) == 0:
        return draw.draw(st.sampled_from((*WORDS, *NAMES)))
    match param_type:
        case types.Enum():
            return draw.draw(st.sampled_from(param_type.words))
        case types.Bool():
            return draw.draw(st.sampled_from(("true", "false")))
        case types.Int():
            return str(draw.draw(st.sampled_from((0, 1, 12, 50, 1000, 2030, 1_800_000_000))))
        case types.Hash():
            return tree_of(draw, param_type, ids)
        case types.Array():
            return {"0": value_of(draw, param_type.of, ids)}
        case types.Either():
            return value_of(
                draw, draw.draw(st.sampled_from((param_type.plain, param_type.nested))), ids
            )
        case types.Metadata():
            return {draw.draw(st.sampled_from("ab")): draw.draw(st.sampled_from(WORDS))}
        case _:
            return draw.draw(st.sampled_from((*WORDS, *NAMES, *ids)))


def tree_of(draw: st.DataObject, param_type: Any, ids: list[str]) -> dict[str, Any]:
    """Some of a call's parameters, and those that it cannot do without."""
    wanted = {"amount", "currency", "type", "payment_method", "return_url", *param_type.required}
    chosen = [name for name in param_type.fields if name in wanted]
    others = sorted(set(param_type.fields) - {*chosen, "expand"})
    if others:
        chosen += draw.draw(st.lists(st.sampled_from(others), max_size=3, unique=True))
    return {name: value_of(draw, param_type.fields[name], ids) for name in chosen}


def form_of(tree: Any, below: str = "") -> dict[str, str]:
    """The tree as a form has it: `a[b]`."""
    if not isinstance(tree, dict):
        return {below: tree}
    found: dict[str, str] = {}
    for name, value in tree.items():
        found |= form_of(value, f"{below}[{name}]" if below else name)
    return found


def ids_in(answer: Any) -> list[str]:
    """Return the ids that later calls can name."""
    if isinstance(answer, dict):
        own = [answer["id"]] if isinstance(answer.get("id"), str) else []
        return own + [each for value in answer.values() for each in ids_in(value)]
    return [each for value in answer for each in ids_in(value)] if isinstance(answer, list) else []


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(st.data())
def test_no_call_breaks_anything(days: Callable[[], Any], data: st.DataObject) -> None:
    """Every object that is answered is checked for its shape besides."""

    async def run_day() -> None:
        api = days()
        ids: list[str] = [(await api.pay_by_card())["id"], (await api.intent())["id"]]
        for _ in range(data.draw(st.integers(1, 12))):
            where = data.draw(st.sampled_from(sorted(router.operations())))
            method, _, path = where.partition(" ")
            prefixes = {"payment_intents": "pi_", "customers": "cus_", "charges": "ch_"}
            own = prefixes.get(path.partition("/")[0], "")
            fitting = [each for each in ids if each.startswith(own)] or ids
            while "*" in path:
                path = path.replace("*", data.draw(st.sampled_from(fitting)), 1)
            params = form_of(
                tree_of(data, types.Hash(router.operations()[where].params.fields), ids)
            )
            answer = await api.ask(method, f"/v1/{path}", params)
            assert answer.status_code < 500, (where, params, answer.text)
            ids = list(dict.fromkeys(ids + ids_in(answer.json())))[-60:]
            check_objects(api)

    asyncio.run(run_day())
