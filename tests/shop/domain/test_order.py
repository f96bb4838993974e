from __future__ import annotations

import pytest

from stub_server.shop.domain.order import format_number
from stub_server.shop.domain.session import Session
from tests.shop import samples


@pytest.mark.rule("C-ord-1", "C-ord-2")
@pytest.mark.parametrize(
    ("owner", "key", "customer_id", "visible"),
    [
        (None, "key", None, True),
        (None, "another", None, False),
        (None, "key", "cust_1", False),
        ("cust_1", "key", "cust_1", True),
        ("cust_1", "another", "cust_1", True),
        ("cust_1", "key", "cust_2", False),
        ("cust_1", "key", None, False),
    ],
)
def test_guests_see_their_sessions_orders_and_customers_their_own(
    owner: str | None, key: str, customer_id: str | None, visible: bool
) -> None:
    session = Session("token", key, samples.NOW, customer_id)
    assert samples.order(customer_id=owner).visible_to(session) is visible


@pytest.mark.rule("C-ord-5")
def test_a_shipped_order_can_be_followed() -> None:
    assert samples.order().tracking_url is None
    shipped = samples.order().shipped("https://example.org/1")
    assert (shipped.fulfilment_status, shipped.tracking_url) == (
        "shipped",
        "https://example.org/1",
    )


@pytest.mark.rule("C-ord-8")
def test_a_number_can_be_read_aloud() -> None:
    assert format_number("KN", 2026, 142) == "KN-2026-0142"
    assert format_number("KN", 2026, 12345) == "KN-2026-12345"
