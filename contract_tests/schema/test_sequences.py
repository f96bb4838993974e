"""schemathesis's requests one after the other, in one session: answers give ids to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import given, seed
from hypothesis import strategies as st

from contract_tests import expect
from contract_tests.client import COUNTED, Desk
from contract_tests.goods import Goods
from contract_tests.ledger import Broken
from contract_tests.rules import rule
from contract_tests.schema import links
from contract_tests.schema.generated import (
    OPERATIONS,
    body_of,
    judge,
    of_mode,
    plausible,
    run,
    sent,
    usual,
)
from contract_tests.schema.links import Link
from contract_tests.shopper import Shopper

Given = dict[tuple[str, str], list[str]]
"""By operation and parameter (or member of the body): the values that earlier answers named."""
STEPS = 16
WITHOUT = frozenset({"receiveStripeEvent", *COUNTED})
"""What no sequence needs: signed by nobody, or counted by the minute."""
OPENINGS = [(), ("addCartItem",), ("addCartItem", "createCheckoutIntent"), ("addAddress",)]
"""What many sequences begin with: without it, there is little to look at."""
OTHERS = frozenset({"registerCustomer", "logoutCustomer"})
"""After these, somebody else may be there: nothing is known of what is seen."""
FOUND = {
    "setCartItemQuantity": "C-cart-5",
    "removeCartItem": "C-cart-5",
    "getOrder": "C-ord-1",
    "confirmCheckout": "C-chk-7",
    "updateAddress": "C-cus-10",
    "removeAddress": "C-cus-10",
    "updateMe": "C-cus-10",
}
"""The rule by which what was just made is found."""


@rule("C-conv-7", "C-conv-3", *sorted(set(FOUND.values())))
def test_generated_sequences(desk: Desk, goods: Goods, strategies: dict[str, Any]) -> None:
    """One visitor, one session; by the links, each answer gives ids to the next requests."""
    operations = [it for it in OPERATIONS if it in strategies and it not in WITHOUT]
    by_source: dict[str, list[Link]] = {}
    for link in links.links(desk.document):
        by_source.setdefault(link.source, []).append(link)
    cases = {
        (it, fits): of_mode(strategies[it], fits=fits)
        for it in operations
        for fits in (True, False)
    }
    found: list[Broken] = []

    @seed(desk.target.seed)
    @usual(desk, desk.target.deep(fast=3, default=25, thorough=250))
    @given(data=st.data())
    def walk(data: st.DataObject) -> None:
        try:
            _walk(desk, goods, by_source, cases, data.draw)
        except Broken as broken:
            found.append(broken)
            raise

    run(desk, walk, found)


def _walk(
    desk: Desk,
    goods: Goods,
    by_source: Mapping[str, list[Link]],
    cases: Mapping[tuple[str, bool], Any],
    draw: Callable[[Any], Any],
) -> None:
    desk.ledger.recent.clear()
    shopper = Shopper(desk)
    if draw(st.booleans()):
        shopper.registers()
    given = {("addCartItem", "body/productId"): list(goods[:2])}
    # What is drawn must not hang on answers: hypothesis draws the same again for another session.
    linked = sorted({it.target for found in by_source.values() for it in found} - WITHOUT)
    operations = [*linked, *sorted({name for name, _ in cases})]
    opening = draw(st.sampled_from(OPENINGS))
    for step in range(STEPS):
        if step < len(opening):
            operation, fits = opening[step], True
        else:
            operation = draw(st.sampled_from(operations))
            fits = draw(st.sampled_from([True] * 9 + [False]))
        case, which = draw(cases[operation, fits]), draw(st.integers(0, 5))
        names, body = {}, body_of(case)
        for (target, name), values in given.items():
            if target != operation or not values:
                continue
            if not name.startswith(links.BODY):
                names[name] = values[which % len(values)]
            elif fits and isinstance(body, dict):
                body = {**body, name.removeprefix(links.BODY): values[which % len(values)]}
        body = plausible(body) if fits else body
        exchange = sent(desk, shopper.client, case, operation, names, body)
        judge(desk, exchange, case, fits=fits)
        if fits and operation in FOUND and (names or (operation, "body/orderId") in given):
            words = f"{operation}, of what was just made, is {exchange.status}"
            expect.that(exchange.status not in (403, 404), words, FOUND[operation])
        if exchange.status < 300:
            _forget(operation, names, given)
            _learn(by_source.get(operation, ()), names, body, exchange.json, given)
    shopper.client.close()


def _learn(
    found: Sequence[Link], names: Mapping[str, str], sent: Any, came: Any, given: Given
) -> None:
    """What an answer gives to the next requests."""
    for link in found:
        value = links.value(link.expression, names, sent, came)
        if isinstance(value, str) and value:
            known = given.setdefault((link.target, link.name), [])
            known += [value] if value not in known else []


def _forget(operation: str, names: Mapping[str, str], given: Given) -> None:
    """What is gone, or may be, is not expected to be found."""
    if operation in OTHERS:
        for key in [it for it in given if it[0] != "addCartItem"]:
            del given[key]
    for (target, _), values in given.items():
        if operation.startswith("remove") and target != "addCartItem":
            values[:] = [it for it in values if it not in names.values()]
        if operation == "clearCart" and target in ("setCartItemQuantity", "removeCartItem"):
            values.clear()
