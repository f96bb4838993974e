"""`shopstub` on a host whose wall clock somebody sets: python -m tests.endurance.clock_server ….

SIGUSR1 sets the clock back by two hours, SIGUSR2 forward by an hour; monotonic time goes on. The
arguments are shopstub's.
"""

from __future__ import annotations

import datetime
import signal
import sys
import time
from typing import Any

from stub_server.cli import main
from stub_server.runtime import clock

BACK, FORWARD = -7200, 3600
"""Steps of the clock, in seconds."""


def set_clock() -> None:
    """Let the signals set the wall clock of this process."""
    shift = 0
    system_time = time.time

    class ShiftedTime(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> Any:
            return datetime.datetime.now(tz) + datetime.timedelta(seconds=shift)

    def move(number: int, _: object) -> None:
        nonlocal shift
        shift += BACK if number == signal.SIGUSR1 else FORWARD

    signal.signal(signal.SIGUSR1, move)
    signal.signal(signal.SIGUSR2, move)
    clock.datetime = ShiftedTime  # type: ignore[attr-defined]
    time.time = lambda: system_time() + shift


if __name__ == "__main__":
    set_clock()
    sys.argv[0] = "shopstub"
    main()
