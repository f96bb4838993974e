"""Unit tests: every test that is marked neither `process` nor `node`; `make quick` runs them."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

OTHER_MARKS = ("process", "node")
STARTS_A_PROCESS = frozenset({"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn"})

_unit_test: str | None = None
"""The unit test that runs now."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the unit tests."""
    for item in items:
        if not any(item.get_closest_marker(name) for name in OTHER_MARKS):
            item.add_marker(pytest.mark.unit)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note the unit test that runs, fixtures included."""
    global _unit_test
    _unit_test = item.nodeid if item.get_closest_marker("unit") else None
    try:
        return (yield)
    finally:
        _unit_test = None


def _refuse_processes(event: str, _: tuple[object, ...]) -> None:
    if _unit_test is not None and event in STARTS_A_PROCESS:
        raise RuntimeError(f"{_unit_test} starts a process: mark it with pytest.mark.process")


sys.addaudithook(_refuse_processes)
