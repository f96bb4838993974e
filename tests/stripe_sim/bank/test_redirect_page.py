"""The page that a redirect leads to, as a buyer and a browser test see it."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.bank.redirect_page import (
    TYPE_NAMES,
    build_authorize_page,
    build_notice_page,
    build_return_url,
)
from stub_server.stripe_sim.testdata.method_types import known_method_types
from tests.hostile import HOSTILE, assert_no_controls

PAYMENT = {
    "id": "pi_1",
    "object": "payment_intent",
    "amount": 2000,
    "currency": "eur",
    "description": "<b>Tea</b>",
    "client_secret": "pi_1_secret_2",
}
SETUP = {"id": "seti_1", "object": "setup_intent"}


@pytest.mark.parametrize(
    ("intent", "method_type", "seen"),
    [
        (PAYMENT, "ideal", "iDEAL test payment page"),
        (PAYMENT, "card", "3D Secure test payment page"),
        (PAYMENT, "ideal", '<p class="amount">€20.00</p>'),
        (PAYMENT, "ideal", "&lt;b&gt;Tea&lt;/b&gt;"),
        (PAYMENT, "ideal", '?outcome=succeed">Authorize Test Payment</a>'),
        (PAYMENT, "ideal", '?outcome=fail">Fail Test Payment</a>'),
        (PAYMENT, "card", 'name="success" id="test-source-authorize-3ds"'),
        (SETUP, "card", "Authorize Test Setup"),
        (SETUP, "bancontact", "Bancontact test setup page"),
    ],
)
def test_the_page_names_what_it_is_about(
    intent: dict[str, Any], method_type: str, seen: str
) -> None:
    assert seen in build_authorize_page(intent, method_type)


def test_every_method_that_has_the_page_is_named_as_people_name_it() -> None:
    assert {
        method_type for method_type, row in known_method_types().items() if row["flow"] != "debit"
    } <= TYPE_NAMES.keys()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("succeeded", "succeeded"),
        ("processing", "succeeded"),
        ("requires_payment_method", "failed"),
    ],
)
def test_the_buyer_comes_back_with_the_outcome(status: str, said: str) -> None:
    url = build_return_url("https://shop.example/back?order=1#top", {**PAYMENT, "status": status})
    assert url == (
        "https://shop.example/back?order=1&payment_intent=pi_1"
        f"&payment_intent_client_secret=pi_1_secret_2&redirect_status={said}#top"
    )


@pytest.mark.parametrize("field", ["description", "id"])
def test_hostile_text_is_escaped_on_the_page(field: str) -> None:
    """S4."""
    for page in (
        build_authorize_page({**PAYMENT, field: HOSTILE}, HOSTILE),
        build_notice_page(HOSTILE, ""),
    ):
        assert "<script>" not in page
        assert "&lt;script&gt;" in page.lower()
        assert_no_controls(page)
