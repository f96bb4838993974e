"""Several requests at the same moment."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, BrokenBarrierError
from typing import TypeVar

from contract_tests.harness.http_gate import gate_last_byte
from contract_tests.shop.shopper import Shopper

T = TypeVar("T")
GATHERING = 5.0
"""Seconds that requests wait for each other at most."""


def concurrently(calls: Sequence[Callable[[], T]]) -> list[T]:
    """All of them at the same moment: the first request of each lacks its last byte until then."""
    start = Barrier(len(calls))

    def ready() -> None:
        with contextlib.suppress(BrokenBarrierError):
            start.wait(GATHERING)

    def begin(call: Callable[[], T]) -> T:
        with gate_last_byte(ready):
            return call()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(begin, calls))


def same_session(shopper: Shopper, count: int) -> list[Shopper]:
    """The same session, on so many connections."""
    copies = []
    for _ in range(count):
        copy = Shopper(shopper.session)
        copy.client.replace_cookies(shopper.client.cookies)
        copies.append(copy)
    return copies
