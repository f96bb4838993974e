from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stub_server.runtime.clock import FrozenClock
from stub_server.server.rejection import Rejection
from stub_server.shop.rate_limit import SlidingWindow


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 9, 30, tzinfo=UTC))


@pytest.mark.rule("C-cus-6")
def test_whoever_waits_as_long_as_was_said_may_try_again(clock: FrozenClock) -> None:
    window = SlidingWindow(clock, 5)
    for _ in range(5):
        window.count("login", "192.0.2.1")
        clock.advance(timedelta(seconds=7.3))
    for _ in range(3):
        with pytest.raises(Rejection) as refused:
            window.count("login", "192.0.2.1")
        assert refused.value.retry_after is not None
        clock.advance(timedelta(seconds=refused.value.retry_after))
        window.count("login", "192.0.2.1")


@pytest.mark.rule("C-cus-6")
def test_logins_and_resets_and_addresses_count_apart(clock: FrozenClock) -> None:
    window = SlidingWindow(clock, 1)
    window.count("login", "192.0.2.1")
    window.count("login", "192.0.2.2")
    window.count("reset", "192.0.2.1")
    with pytest.raises(Rejection, match=r"auth\.rateLimited"):
        window.count("login", "192.0.2.1")
    window.clear()
    window.count("login", "192.0.2.1")


@pytest.mark.rule("C-cus-6")
@pytest.mark.parametrize("back", [timedelta(hours=1), timedelta(days=1)])
def test_a_host_clock_that_is_set_back_blocks_nobody_longer(
    clock: FrozenClock, back: timedelta
) -> None:
    window = SlidingWindow(clock, 1)
    window.count("login", "192.0.2.1")
    clock.set_wall_time(clock.now() - back)
    with pytest.raises(Rejection) as refused:
        window.count("login", "192.0.2.1")
    assert refused.value.retry_after == 60
    clock.advance(timedelta(minutes=1))
    window.count("login", "192.0.2.1")


@pytest.mark.rule("C-cus-6")
def test_clients_without_a_recent_attempt_take_no_memory(clock: FrozenClock) -> None:
    window = SlidingWindow(clock, 5)
    for number in range(1000):
        window.count("login", f"2001:db8::{number:x}")
        clock.advance(timedelta(seconds=1))
    assert len(window._attempts) <= 61
    clock.advance(timedelta(minutes=1))
    for number in range(100):
        window.count("reset", f"2001:db8::{number:x}")
    assert {action for action, _ in window._attempts} == {"reset"}
