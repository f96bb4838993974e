from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stub_server.runtime import clock
from stub_server.shop.domain import cart

NOON = datetime(2026, 11, 23, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.rule("C-conv-5")
def test_a_time_is_written_in_utc_with_a_z() -> None:
    assert clock.isoformat(NOON) == "2026-11-23T12:00:00.123Z"


def test_the_text_of_a_time_has_its_milliseconds() -> None:
    assert datetime.fromisoformat(clock.isoformat(NOON)) == clock.truncate(NOON)


@pytest.mark.rule("C-cart-11")
@pytest.mark.parametrize("step", [timedelta(0), timedelta(microseconds=1), -timedelta(hours=1)])
def test_a_change_is_always_later_than_the_one_before(step: timedelta) -> None:
    before = clock.truncate(NOON)
    assert cart.change_time(before, NOON + step) == before + clock.MILLISECOND


@pytest.mark.rule("C-cart-11")
def test_a_change_has_the_clocks_time_when_that_has_moved() -> None:
    later = NOON + timedelta(seconds=2)
    assert cart.change_time(NOON, later) == clock.truncate(later)
