"""Requests that schemathesis makes of the document: sent in a session, and judged."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import quote

import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, settings
from hypothesis.errors import Flaky, Unsatisfiable

from contract_tests import expect
from contract_tests.client import Client, Desk
from contract_tests.document import Document
from contract_tests.exchange import Exchange
from contract_tests.ledger import Broken

OPERATIONS = [
    "getCart", "addCartItem", "setCartItemQuantity", "removeCartItem", "clearCart",
    "createCheckoutIntent", "confirmCheckout", "receiveStripeEvent", "listOrders", "getOrder",
    "registerCustomer", "loginCustomer", "logoutCustomer", "getMe", "updateMe", "listAddresses",
    "addAddress", "updateAddress", "removeAddress", "requestPasswordReset", "confirmPasswordReset",
]  # fmt: skip
SHORTENED = 5
ODD_SPACE = frozenset(chr(it) for it in range(0x7F, 0x3001) if chr(it).isspace())


def usual(desk: Desk, examples: int) -> settings:
    """hypothesis's settings: nothing is kept, nothing is printed, and little is made shorter.

    The first few findings are: more of them say no more, and take long.
    """
    tests = {finding.test for finding in desk.ledger.findings}
    return settings(
        max_examples=examples,
        deadline=None,
        database=None,
        print_blob=False,
        verbosity=Verbosity.quiet,
        phases=(Phase.generate, Phase.shrink) if len(tests) < SHORTENED else (Phase.generate,),
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )


def operations(document: Document) -> dict[str, Any]:
    """schemathesis's operations by id."""
    schema = schemathesis.openapi.from_dict(document.raw)
    results: list[Any] = list(schema.get_all_operations())
    found = [result.ok() for result in results]
    return {it.definition.raw.get("operationId"): it for it in found}


def of_mode(operation: Any, *, fits: bool) -> Any:
    """schemathesis's requests of an operation, fitting its schema or not."""
    modes = schemathesis.GenerationMode
    return operation.as_strategy(generation_mode=modes.POSITIVE if fits else modes.NEGATIVE)


def run(desk: Desk, examples: Callable[[], None], found: list[Broken]) -> None:
    """Run them, with whatever is wrong with an answer ending the example."""
    desk.strict = True
    try:
        examples()
    except Unsatisfiable:
        return  # every request fits an operation that takes nothing
    except Flaky:
        if not found:
            raise
        raise Broken(f"now and then: {found[0]}", *found[0].rules) from None
    finally:
        desk.strict = False


def body_of(case: Any) -> Any:
    """The request's body; None if it has none."""
    return None if type(case.body).__name__ == "NotSet" else case.body


def plausible(body: Any, **members: str) -> Any:
    """The body with such members in place of made-up ones, and as many pieces as people buy."""
    if not isinstance(body, dict):
        return body
    body = {**body, **{name: value for name, value in members.items() if name in body}}
    quantity = body.get("quantity")
    if isinstance(quantity, int) and not isinstance(quantity, bool) and quantity > 0:
        body["quantity"] = quantity % 7 + 1
    return body


def sent(
    desk: Desk, client: Client, case: Any, operation: str, names: Mapping[str, str], body: Any
) -> Exchange:
    """Send a request with that body; `names` stand in its path for those that were made up."""
    path = case.formatted_path
    if names:
        made = {name: str(value) for name, value in (case.path_parameters or {}).items()}
        path = desk.document.operations[operation].path
        for name, value in {**made, **names}.items():
            path = path.replace("{" + name + "}", quote(value, safe=""))
    headers = {
        str(name): str(value)
        for name, value in (case.headers or {}).items()
        if str(value).isascii() and str(value).isprintable()
    }
    content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
    if content is not None:
        headers = {"content-type": "application/json; charset=utf-8", **headers}
    return client.send(case.method, path, content, headers=headers, operation=operation)


def judge(desk: Desk, exchange: Exchange, case: Any, *, fits: bool) -> None:
    """Broken: its page does not know the answer, or what does not fit was taken."""
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
    body = body_of(case)
    if isinstance(body, bytes):
        return True
    if body is None or asks.is_valid(body):
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
