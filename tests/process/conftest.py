"""The real thing as a process: real ports, real SDK, real webhooks."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.shop.samples import ADDRESS_JSON

SHOPSTUB = str(Path(sys.executable).parent / "shopstub")


class Running:
    """A stub of our own in a folder of its own."""

    def __init__(self, folder: Path, *flags: str, **more: str) -> None:
        self.folder = folder
        self.log = (folder / "serve.log").open("a+")
        command = [SHOPSTUB, "serve", "--port", "0", "--stripe-port", "0", *flags]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment() | more, stdout=self.log, stderr=self.log
        )
        facts = self._note(20)
        self.url, self.stripe = facts["url"], facts["stripe"]

    def _note(self, seconds: float) -> dict[str, Any]:
        note = self.folder / ".shopstub" / "running.json"
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            if note.exists():
                facts: dict[str, Any] = json.loads(note.read_text())
                if facts["pid"] == self.process.pid:
                    return facts
            time.sleep(0.01)
        raise AssertionError(f"the stub did not start:\n{self.printed()}")

    def printed(self) -> str:
        """What stands in its terminal."""
        return (self.folder / "serve.log").read_text(encoding="utf-8")

    def buyer(self) -> httpx.Client:
        """A browser."""
        return httpx.Client(base_url=self.url, trust_env=False, timeout=20)

    def runs(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Another command in the same folder."""
        return shopstub(self.folder, *arguments)

    def stops(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(15)
        self.log.close()
        return code


class Alone:
    """The simulator without a shop, in a folder of its own. url: where it listens."""

    def __init__(self, folder: Path, *flags: str) -> None:
        self.folder = folder
        self._printed = folder / "stripe.log"
        with self._printed.open("w") as log:
            self.process = subprocess.Popen(
                [SHOPSTUB, "stripe", "--stripe-port", "0", *flags],
                cwd=folder,
                env=environment(),
                stdout=log,
                stderr=log,
            )
        self.url = self._shown(20)

    def printed(self) -> str:
        """What stands in its terminal."""
        return self._printed.read_text(encoding="utf-8")

    def _shown(self, seconds: float) -> str:
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            printed = self.printed()
            if "Ready after" in printed:
                found = re.search(r"Stripe +(http://\S+)", printed)
                assert found, printed
                return found[1]
            time.sleep(0.01)
        raise AssertionError(f"the simulator did not start:\n{self.printed()}")

    def stops(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End it, and wait until it is gone."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(15)


def environment() -> dict[str, str]:
    """The environment without what a developer may have set for Stripe or shopstub."""
    return {k: v for k, v in os.environ.items() if not k.startswith(("STRIPE_", "SHOPSTUB_"))}


def shopstub(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """One command, run to its end."""
    return subprocess.run(
        [SHOPSTUB, *arguments],
        cwd=folder,
        env={**environment(), **more},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


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

    def checks_out(buyer: httpx.Client) -> dict[str, Any]:
        for product in ("kaiser-natron-bad-500-g", "linda-fleckenweg-200-ml-tube"):
            added = buyer.post("/api/cart/items", json={"productId": product, "quantity": 1})
            assert added.status_code == 200, added.text
        answer = buyer.post(
            "/api/checkout/intent",
            json={
                "email": "ada@example.com",
                "shippingAddress": ADDRESS_JSON,
                "acceptsMarketing": False,
            },
        )
        assert answer.status_code == 200, answer.text
        intent: dict[str, Any] = answer.json()
        return intent

    return checks_out
