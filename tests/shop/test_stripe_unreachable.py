"""The message when Stripe does not answer."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.payments import StripePayments
from tests.shop.samples import NOW


@pytest.fixture
async def unreachable() -> AsyncIterator[StripePayments]:
    """An account at an address without a server."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    payments = StripePayments(
        secret_key="sk_test_1",
        publishable_key="pk_test_1",
        webhook_secret="whsec_of_the_tests",
        base=f"http://127.0.0.1:{port}",
        clock=FrozenClock(NOW),
    )
    yield payments
    await payments.close()


@pytest.mark.rule("C-conv-7")
async def test_the_message_names_the_address_of_stripe(unreachable: StripePayments) -> None:
    errors = await asyncio.gather(
        unreachable.create_intent(amount=1, currency="eur", order_id="ord_1", email="a@b.de"),
        unreachable.intent("pi_1"),
        return_exceptions=True,
    )
    for error in errors:
        assert isinstance(error, Rejection)
        assert (error.code, error.rule) == ("server.error", "C-conv-7")
        assert str(unreachable._base) in error.message
