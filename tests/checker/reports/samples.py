"""Exchanges, and the facts of a run that broke a rule, for tests of reports."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from contract_tests.harness.document import Rule
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import Evidence, Failure, NotReached
from contract_tests.harness.packs import NO_PACK
from contract_tests.harness.reports.facts import Facts, facts_of
from contract_tests.harness.results import Results
from contract_tests.harness.target import Target
from tests.checker.processes import ROOT

URL = "http://127.0.0.1:8000"
TARGET = Target(URL, ROOT / "openapi.yaml", seed=7)
CART = {"items": [{"productId": "soap", "quantity": 2, "lineTotal": 9.98}], "subtotal": 4.99}
RULES = {
    "C-cart-7": Rule("C-cart-7", "cart.md", "`subtotal` is the sum of the lines. Always.", ()),
    "C-cart-1": Rule("C-cart-1", "cart.md", "Every change answers the cart.", ()),
    "C-str-1": Rule("C-str-1", "checkout.md", "Stripe gets the total.", ()),
}


def exchange(
    method: str = "GET",
    path: str = "/api/cart",
    sent: Any = None,
    received: Any = CART,
    status: int = 200,
    **more: Any,
) -> Exchange:
    """Return an exchange with JSON bodies; bytes are taken as they are."""
    body = sent if isinstance(sent, bytes | None) else json.dumps(sent).encode()
    answer = received if isinstance(received, bytes) else json.dumps(received).encode()
    headers = {"content-type": "application/json"} if body else {}
    headers |= more.pop("request_headers", {})
    got = more.pop("headers", {"content-type": "application/json"})
    return Exchange(method, URL + path, "", headers, body, status, got, answer, 0.01, **more)


def facts(
    message: str = "the lines make 9.98, subtotal says 4.99",
    evidence: Evidence | None = None,
    exchanges: tuple[Exchange, ...] = (),
    *,
    target: Target = TARGET,
    missing: str = "no Stripe",
    stopped: str = "",
) -> Facts:
    """Return the facts of a run: C-cart-7 broken, C-cart-1 kept, C-str-1 not reached."""
    results = Results(dict(RULES))
    results.start_test("shop/rules/test_cart.py::test_sums")
    for each in exchanges or (exchange("POST", "/api/cart/items", {"quantity": 2}), exchange()):
        results.add_exchange(each)
    results.fail(Failure("C-cart-7", message, evidence or Evidence(9.98, 4.99, "subtotal")))
    results.finish_test(("C-cart-1",))
    results.finish_test(("C-str-1",), NotReached(missing))
    session: Any = SimpleNamespace(target=target, results=results, pack=NO_PACK, document=None)
    selection = SimpleNamespace(only=(), includes=lambda rules: True)
    run: Any = SimpleNamespace(session=session, selection=selection)
    outcome: Any = SimpleNamespace(tests=3, seconds=1.5, stopped=stopped)
    return facts_of(run, outcome)
