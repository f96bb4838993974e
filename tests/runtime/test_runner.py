"""Runners return the result of an operation, and raise its exception."""

from __future__ import annotations

import pytest

from stub_server.runtime.runner import InlineRunner


async def divide(dividend: int, divisor: int) -> int:
    return dividend // divisor


async def test_an_inline_runner_returns_what_the_operation_returns() -> None:
    assert await InlineRunner().bind(divide)(6, 3) == 2


async def test_an_inline_runner_raises_what_the_operation_raises() -> None:
    with pytest.raises(ZeroDivisionError):
        await InlineRunner().bind(divide)(6, 0)
