"""schemathesis's requests, fitting the document and not, sent by visitors who have a session."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st

from contract_tests import expect
from contract_tests.client import COUNTED, Client, Desk
from contract_tests.exchange import Exchange
from contract_tests.goods import Goods
from contract_tests.ledger import Broken, NotReached
from contract_tests.rules import rule
from contract_tests.shopper import Shopper

schemathesis = pytest.importorskip("schemathesis")
OPERATIONS = [
    "getCart", "addCartItem", "setCartItemQuantity", "removeCartItem", "clearCart",
    "createCheckoutIntent", "confirmCheckout", "receiveStripeEvent", "listOrders", "getOrder",
    "registerCustomer", "loginCustomer", "logoutCustomer", "getMe", "updateMe", "listAddresses",
    "addAddress", "updateAddress", "removeAddress", "requestPasswordReset", "confirmPasswordReset",
]  # fmt: skip
ENDS_THE_VISIT = frozenset({"registerCustomer", "loginCustomer", "logoutCustomer"})
ODD_SPACE = frozenset(chr(it) for it in range(0x7F, 0x3001) if chr(it).isspace())


class Visit:
    """A visitor with something in the cart, an order, and perhaps an account with an address."""

    def __init__(self, desk: Desk, goods: Goods, *, customer: bool) -> None:
        self._desk = desk
        self._goods = goods
        self._customer = customer
        self.client: Client
        self.ids: dict[str, str] = {}

    def begin(self) -> None:
        """Come in."""
        shopper = Shopper(self._desk)
        if self._customer:
            shopper.registers()
            self.ids["updateAddress"] = self.ids["removeAddress"] = shopper.stores()["id"]
        bought = shopper.checks_out(self._goods[0])
        self.ids["getOrder"] = self.ids["confirmCheckout"] = bought.order
        for operation in ("addCartItem", "setCartItemQuantity", "removeCartItem"):
            self.ids[operation] = self._goods[0]
        self.client = shopper.client


@pytest.fixture(scope="module")
def strategies(desk: Desk) -> dict[str, Any]:
    """schemathesis's operations by id."""
    schema = schemathesis.openapi.from_dict(desk.document.raw)
    found = (result.ok() for result in schema.get_all_operations())
    return {it.definition.raw.get("operationId"): it for it in found}


@rule("C-conv-7", "C-conv-3")
@pytest.mark.parametrize("fits", [True, False], ids=["fits", "does not fit"])
@pytest.mark.parametrize("operation", OPERATIONS)
def test_generated_requests(
    desk: Desk, goods: Goods, strategies: dict[str, Any], operation: str, fits: bool
) -> None:
    if operation not in strategies:
        raise Broken(f"the document has no operation {operation}")
    if operation in COUNTED and not desk.states.offered:
        raise NotReached("logins are limited by the minute, and no state hook clears the limits")
    mode = schemathesis.GenerationMode.POSITIVE if fits else schemathesis.GenerationMode.NEGATIVE
    strategy = strategies[operation].as_strategy(generation_mode=mode)
    visits = [Visit(desk, goods, customer=customer) for customer in (False, True)]
    for visit in visits:
        visit.begin()

    @seed(desk.target.seed)
    @settings(
        max_examples=desk.target.deep(fast=3, default=12, thorough=150),
        deadline=None,
        database=None,
        print_blob=False,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    @given(case=strategy, known=st.booleans(), visit=st.sampled_from(visits))
    def send(case: Any, known: bool, visit: Visit) -> None:
        exchange = _sent(desk, case, operation, visit, known=known)
        if operation in ENDS_THE_VISIT and exchange.status < 300:
            visit.begin()
        _judge(desk, exchange, case, fits=fits)

    desk.strict = True
    try:
        send()
    except Exception as error:
        if type(error).__name__ == "Unsatisfiable":
            return  # every request fits an operation that takes nothing
        raise
    finally:
        desk.strict = False


def _sent(desk: Desk, case: Any, operation: str, visit: Visit, *, known: bool) -> Exchange:
    path, body = case.formatted_path, case.body
    if known and operation in visit.ids:
        found = desk.document.operations[operation]
        real = visit.ids[operation]
        path = found.path.replace("{productId}", real).replace("{id}", real)
        for name in ("productId", "orderId"):
            if isinstance(body, dict) and isinstance(body.get(name), str):
                body = {**body, name: real}
    headers = {
        str(name): str(value).encode("latin-1", "replace").decode("latin-1")
        for name, value in (case.headers or {}).items()
        if str(value).isascii() and str(value).isprintable()
    }
    content: bytes | None = None
    if isinstance(body, bytes):
        content = body
    elif type(body).__name__ != "NotSet":
        content = _json(body)
    if content is not None:
        headers = {"content-type": "application/json; charset=utf-8", **headers}
    return visit.client.send(case.method, path, content, headers=headers, operation=operation)


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=True).encode()


def _judge(desk: Desk, exchange: Exchange, case: Any, *, fits: bool) -> None:
    operation = desk.document.raw["paths"][case.path][case.method.lower()]
    documented = {int(it) for it in operation["responses"] if str(it).isdigit()}
    if fits:
        allowed = documented | {401, 403, 404, 413, 429}
        words = f"{exchange.operation} answers {exchange.status}, which its page does not name"
        expect.that(exchange.status in allowed or exchange.status < 300, words)
        return
    asks = desk.document.operations[exchange.operation].asks
    if exchange.status < 300 and asks is not None and _tells(case, asks):
        raise Broken(f"{exchange.operation} takes what does not fit: {exchange.shown()[:300]}")


def _tells(case: Any, asks: Any) -> bool:
    """Whether a backend must see that the body does not fit: some oddities are anyone's guess."""
    body = case.body
    if isinstance(body, bytes):
        return True
    if type(body).__name__ == "NotSet" or asks.is_valid(body):
        return False  # something else of the request does not fit
    return not any(_odd(value) for value in _leaves(body))


def _odd(value: Any) -> bool:
    """Blank by Unicode alone."""
    return isinstance(value, str) and bool(ODD_SPACE & set(value)) and not value.strip()


def _leaves(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return [leaf for value in node.values() for leaf in _leaves(value)]
    if isinstance(node, list):
        return [leaf for value in node for leaf in _leaves(value)]
    return [node]
