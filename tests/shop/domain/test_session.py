from __future__ import annotations

from datetime import UTC, datetime

import pytest

from stub_server.shop.domain.session import Session


@pytest.mark.rule("C-cus-2")
def test_an_upgraded_session_keeps_its_contents_under_a_new_token() -> None:
    guest = Session("old", "key", datetime(2026, 11, 23, tzinfo=UTC))
    upgraded = guest.upgrade("new", "cust_1", datetime(2026, 11, 24, tzinfo=UTC))
    assert (upgraded.token, upgraded.customer_id) == ("new", "cust_1")
    assert (upgraded.key, upgraded.created_at) == (guest.key, guest.created_at)
