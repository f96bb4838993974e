from __future__ import annotations

from datetime import timedelta

import pytest

from stub_server.runtime.clock import SteppedClock
from stub_server.shop.domain.refusal import Refusal
from stub_server.shop.operations.tries import Tries


@pytest.mark.rule("C-cus-6")
def test_whoever_waits_as_long_as_was_said_may_try_again(clock: SteppedClock) -> None:
    tries = Tries(clock, 5)
    for _ in range(5):
        tries.count("login", "192.0.2.1")
        clock.advance(timedelta(seconds=7.3))
    for _ in range(3):
        with pytest.raises(Refusal) as refused:
            tries.count("login", "192.0.2.1")
        assert refused.value.retry_after is not None
        clock.advance(timedelta(seconds=refused.value.retry_after))
        tries.count("login", "192.0.2.1")


@pytest.mark.rule("C-cus-6")
def test_logins_and_resets_and_addresses_count_apart(clock: SteppedClock) -> None:
    tries = Tries(clock, 1)
    tries.count("login", "192.0.2.1")
    tries.count("login", "192.0.2.2")
    tries.count("reset", "192.0.2.1")
    with pytest.raises(Refusal, match=r"auth\.rateLimited"):
        tries.count("login", "192.0.2.1")
    tries.forget()
    tries.count("login", "192.0.2.1")
