from __future__ import annotations

from typing import get_args

import pytest

from stub_server.server.rejection import Rejection
from stub_server.shop.domain.confirmation import confirm
from stub_server.shop.domain.order import Status
from tests.shop import samples

STATUSES: tuple[Status, ...] = get_args(Status)


def answer(status: Status, intent: str, declined: bool) -> str:
    """The code of the refusal, or the status of the order that is answered, unchanged."""
    order = samples.order(status=status)
    try:
        assert confirm(order, intent, declined) is order
    except Rejection as rejection:
        return rejection.code
    return order.status


@pytest.mark.rule("C-chk-6", "C-chk-7")
@pytest.mark.parametrize(
    ("status", "intent", "declined", "expected"),
    [
        ("pending", "requires_payment_method", False, "pending"),
        ("pending", "requires_payment_method", True, "payment.declined"),
        ("pending", "requires_confirmation", True, "pending"),
        ("pending", "requires_action", False, "payment.authRequired"),
        ("pending", "requires_action", True, "payment.authRequired"),
        ("pending", "processing", True, "pending"),
        ("pending", "succeeded", False, "pending"),
        ("pending", "canceled", False, "pending"),
        ("pending", "requires_capture", False, "pending"),
        ("failed", "requires_payment_method", False, "payment.declined"),
        ("failed", "requires_confirmation", False, "payment.declined"),
        ("failed", "requires_action", True, "payment.authRequired"),
        ("failed", "processing", False, "failed"),
        ("failed", "succeeded", False, "failed"),
    ],
)
def test_the_frontend_learns_how_the_payment_stands(
    status: Status, intent: str, declined: bool, expected: str
) -> None:
    assert answer(status, intent, declined) == expected


@pytest.mark.rule("C-chk-7")
@pytest.mark.parametrize("status", ["paid", "refunded", "cancelled"])
@pytest.mark.parametrize("intent", ["requires_action", "requires_payment_method", "succeeded"])
def test_a_closed_order_is_answered_as_it_is(status: Status, intent: str) -> None:
    assert answer(status, intent, True) == status
