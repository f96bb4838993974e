"""JUnit's XML: a case a rule, readable where CI shows it, well-formed whatever a backend says."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from contract_tests.harness.failures import Evidence
from contract_tests.harness.reports.junit import junit_xml
from tests.checker.reports.samples import URL, exchange, facts
from tests.hostile import CONTROLS, HIDDEN, HOSTILE, assert_no_controls


def parsed(**given: object) -> ElementTree.Element:
    return ElementTree.fromstring(junit_xml(facts(**given)))  # type: ignore[arg-type]


def test_a_case_is_a_rule_of_its_page() -> None:
    root = parsed()
    assert [suite.get("name") for suite in root] == ["cart.md", "checkout.md"]
    case = root.find(".//testcase")
    assert case is not None
    assert case.get("name") == "C-cart-7 subtotal is the sum of the lines"
    assert case.get("classname") == "contract.cart"
    assert case.get("file") == "docs/api/cart.md"
    counts = {name: root.get(name) for name in ("tests", "failures", "skipped", "errors")}
    assert counts == {"tests": "3", "failures": "1", "skipped": "1", "errors": "0"}
    properties = {each.get("name"): each.get("value") for each in root.iter("property")}
    assert properties["target"] == URL
    assert properties["seed"] == "7"


def test_a_failure_says_what_was_expected_and_how_to_send_it_again() -> None:
    failure = parsed().find(".//failure")
    assert failure is not None
    assert failure.get("message") == "the lines make 9.98, subtotal says 4.99"
    text = failure.text or ""
    for words in ("Expected", "Actual", "> 9.98", "> 4.99", '>   "subtotal": 4.99', "curl -sS"):
        assert words in text
    assert "GET http://127.0.0.1:8000/api/cart → 200" in text
    assert "Traceback" not in text


def test_a_rule_that_was_not_reached_is_skipped_with_the_reason() -> None:
    skipped = parsed().find(".//skipped")
    assert skipped is not None
    assert skipped.get("message") == "no Stripe"


def test_a_run_that_stopped_is_an_error() -> None:
    root = parsed(stopped="it stopped answering")
    error = root.find(".//error")
    assert error is not None
    assert error.get("message") == "it stopped answering"
    assert root.get("errors") == "1"


@pytest.mark.parametrize("text", [CONTROLS, HIDDEN, HOSTILE, "\ufffe\uffff]]>"], ids=ascii)
def test_any_text_leaves_it_well_formed(text: str) -> None:
    sent = exchange("POST", "/api/x", {text: text}, {"error": {"code": text}}, status=400)
    broken = exchange(
        "POST", "/api/x", text.encode("utf-8", "replace"), text.encode("utf-8", "replace")
    )
    root = parsed(
        message=text, evidence=Evidence(text, {text: 1}), exchanges=(sent, broken), stopped=text
    )
    assert_no_controls(ElementTree.tostring(root, "unicode"))
