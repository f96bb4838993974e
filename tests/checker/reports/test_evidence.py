"""A finding shows the deciding exchange first, and marks the member in question."""

from __future__ import annotations

from typing import Any

import pytest

from contract_tests.harness import expect
from contract_tests.harness.failures import STATUS, CheckFailed, Evidence, Failure
from contract_tests.harness.reports.evidence import FindingView, view_of
from contract_tests.harness.reports.json_lines import Line, excerpt, lines_of
from contract_tests.harness.reports.masking import Secrets
from contract_tests.harness.reports.text import finding_lines
from contract_tests.harness.results import Results
from tests.checker.reports.samples import RULES, TARGET, exchange

ADD = exchange("POST", "/api/cart/items", {"productId": "soap", "quantity": 2})
PENDING = exchange("GET", "/api/orders/1", received={"status": "pending", "total": 12.5})
PAID = exchange("GET", "/v1/payment_intents/1", received={"amount": 1250}, service="Stripe")


def view(evidence: Evidence, *exchanges: Any) -> FindingView:
    results = Results(dict(RULES))
    results.start_test("test")
    for each in exchanges:
        results.add_exchange(each)
    results.fail(Failure("C-cart-7", "it differs", evidence))
    return view_of(results.findings[0], "The rule.", Secrets(TARGET))


def marked(lines: list[Line]) -> list[str]:
    return [line.text.strip() for line in lines if line.marked]


def test_the_deciding_exchange_comes_first_and_the_set_up_last() -> None:
    found = view(Evidence(exchange=PAID), ADD, PAID, PENDING)
    assert [step.number for step in found.steps] == [2, 3, 1]
    assert found.steps[0].service == "Stripe"
    assert "/api/cart/items" in found.steps[-1].request


def test_without_a_name_the_last_exchange_decides() -> None:
    assert view(Evidence(), ADD, PENDING).steps[0].request.endswith("/api/orders/1")


def test_equal_exchanges_are_one() -> None:
    found = view(Evidence(), ADD, *[PENDING] * 6)
    assert [step.count for step in found.steps] == [6, 1]
    texts = [line.text for line in finding_lines(found, 100)]
    assert "GET http://127.0.0.1:8000/api/orders/1 → 200  (×6)" in texts


def test_what_a_response_breaks_by_itself_shows_what_led_to_it() -> None:
    results = Results(dict(RULES))
    results.add_exchange(ADD)
    results.add_exchange(PENDING)
    results.fail(Failure("C-cart-7", "odd"), PENDING)
    found = view_of(results.findings[0], "", Secrets(TARGET))
    assert [step.number for step in found.steps] == [2, 1]


def test_sessions_are_numbered_where_there_are_several() -> None:
    one, two = (
        exchange(path=f"/{name}", request_headers={"cookie": f"sid={name * 16}"}) for name in "ab"
    )
    assert [step.visitor for step in view(Evidence(), one, two, one).steps] == [
        "visitor 1",
        "visitor 2",
        "visitor 1",
    ]
    assert {step.visitor for step in view(Evidence(), one, ADD).steps} == {""}


CART = {
    "items": [
        {"productId": "soap", "quantity": 2, "lineTotal": 9.98},
        {"productId": "brush", "quantity": 7, "lineTotal": 14.0},
    ],
    "subtotal": 23.98,
}


@pytest.mark.parametrize(
    ("evidence", "lines"),
    [
        (Evidence(9, 14, "items.1.lineTotal"), ['"lineTotal": 14.0']),
        (Evidence(25.0, 23.98), ['"subtotal": 23.98']),
        (Evidence(2500, 2398), ['"subtotal": 23.98']),
        (Evidence({"soap": 2, "brush": 8}, {"soap": 2, "brush": 7}), ['"quantity": 7,']),
        (Evidence([("soap", 2), ("brush", 8)], [("soap", 2), ("brush", 7)]), ['"quantity": 7,']),
        (Evidence({**CART, "subtotal": 1}, CART), ['"subtotal": 23.98']),
        (Evidence("a value", "no such member", "items.0.title"), ["{", "},"]),
        (Evidence("409", "200", STATUS), []),
        (Evidence(True, False), []),
    ],
)
def test_the_member_in_question_is_marked(evidence: Evidence, lines: list[str]) -> None:
    found = view(evidence, exchange(received=CART))
    assert marked(found.steps[0].received) == lines
    assert found.steps[0].status_marked == (evidence.member == STATUS)


def test_expected_and_actual_stand_side_by_side_and_differ_where_they_are_marked() -> None:
    found = view(Evidence({"a": 1, "b": [1, 2]}, {"a": 1, "b": [1, 3]}), exchange())
    assert marked(found.expected) == ['"b": [1, 2]']
    assert marked(found.actual) == ['"b": [1, 3]']
    texts = [line.text for line in finding_lines(found, 100)]
    assert [text.split() for text in texts[:4]] == [
        ["Expected", "Actual"],
        ["{", "{"],
        ['"a":', "1,", '"a":', "1,"],
        [">", '"b":', "[1,", "2]", ">", '"b":', "[1,", "3]"],
    ]


def test_a_short_list_that_differs_is_marked_as_a_whole() -> None:
    found = view(Evidence(["failed", "failed"], ["pending", "failed"]), exchange())
    assert marked(found.actual) == ['["pending", "failed"]']


def test_without_values_the_rule_is_expected() -> None:
    found = view(Evidence(), exchange())
    assert [line.text for line in (*found.expected, *found.actual)] == ["The rule.", "it differs"]


def test_a_long_body_is_cut_around_the_member_and_kept_in_full() -> None:
    body = {f"member{at}": at for at in range(200)}
    received = view(Evidence(1, 150, "member150"), exchange(received=body)).steps[0].received
    assert len(received) == 202
    shown = excerpt(received)
    assert len(shown) < 20
    assert marked(shown) == ['"member150": 150,']
    assert [line.text for line in shown if line.text.startswith("…")] == [
        "… 145 lines",
        "… 45 lines",
    ]


def test_numbers_stay_as_the_body_has_them() -> None:
    assert [
        line.text for line in lines_of('{"a": 4.490, "b": 1e400, "c": 12345678901234567890}')
    ] == [
        "{",
        '  "a": 4.490,',
        '  "b": 1e400,',
        '  "c": 12345678901234567890',
        "}",
    ]


@pytest.mark.parametrize("body", ["[" * 5000 + "]" * 5000, "no JSON\nat all", "x" * 500_000])
def test_any_body_is_shown(body: str) -> None:
    lines = lines_of(body)
    assert lines
    assert max(len(line.text) for line in lines) < 400


def test_what_a_check_expects_is_its_evidence() -> None:
    refused = exchange(status=404, received={"error": {"code": "order.notFound"}})
    with pytest.raises(CheckFailed) as failed:
        expect.error(refused, 404, "product.notFound")
    assert failed.value.evidence == Evidence(
        "404 product.notFound", "404 order.notFound", "error.code", refused
    )
    with pytest.raises(CheckFailed) as failed:
        expect.ok(refused)
    assert failed.value.evidence.member == STATUS
    actual, expected = ({"brush": count, "note": "y" * 60} for count in (7, 8))
    with pytest.raises(CheckFailed, match="the cart: brush is 7, not 8") as failed:
        expect.equal(actual, expected, "the cart")
    assert failed.value.evidence.has_values
