"""Clocks that are told to move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from stub_server.runtime.clock import FrozenClock, OffsetClock

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_a_clock_that_is_ahead_goes_on_with_the_other() -> None:
    base = FrozenClock(NOON)
    clock = OffsetClock(base)
    assert clock.now() == NOON
    clock.advance(timedelta(hours=1))
    clock.advance(timedelta(hours=1))
    base.advance(timedelta(minutes=5))
    assert clock.now() == NOON + timedelta(hours=2, minutes=5)
    with pytest.raises(ValueError, match="forward only"):
        clock.advance(timedelta(seconds=-1))
    clock.reset()
    assert clock.now() == base.now()
