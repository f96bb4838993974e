"""Fixtures: commands and servers that are processes of their own."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.process import shopping
from tests.process.running import Alone, Running, shopstub


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """A command in an empty folder."""
    return lambda *arguments, **more: shopstub(tmp_path, *arguments, **more)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts a stub in an empty folder, and ends it with the test."""
    started: list[Running] = []

    def one(*flags: str, **more: str) -> Running:
        started.append(Running(tmp_path, *flags, **more))
        return started[-1]

    yield one
    for stub in started:
        if stub.process.poll() is None:
            stub.stops(signal.SIGKILL)


@pytest.fixture
def start_stripe(tmp_path: Path) -> Iterator[Callable[..., Alone]]:
    """Starts the simulator alone in an empty folder, and ends it with the test."""
    started: list[Alone] = []

    def one(*flags: str) -> Alone:
        started.append(Alone(tmp_path, *flags))
        return started[-1]

    yield one
    for stripe in started:
        stripe.stops(signal.SIGKILL)


@pytest.fixture(scope="module")
def stub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One stub for the tests of a file that only look at what they made themselves."""
    running = Running(tmp_path_factory.mktemp("stub"))
    yield running
    running.stops()


@pytest.fixture
def checkout() -> Callable[[httpx.Client], dict[str, Any]]:
    """Puts two products into a cart and asks for an intent."""
    return shopping.check_out
