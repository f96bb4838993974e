"""The program as a process of its own: real ports, real SDK, real webhooks."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

import httpx

ROOT = Path(__file__).parents[2]
SHOPSTUB = str(Path(sys.executable).parent / "shopstub")
KEY = {"Authorization": "Bearer sk_test_shopstub1234567890abcdef"}
"""Header with the secret key that the simulator has by default."""


class Running:
    """A stub of our own in a folder of its own.

    program: the command before `serve`. more: variables of its environment. started: all stubs
    that this process has started.
    """

    started: ClassVar[list[Running]] = []

    def __init__(
        self, folder: Path, *flags: str, program: Sequence[str] = (SHOPSTUB,), **more: str
    ) -> None:
        self.folder = folder
        self.log = (folder / "serve.log").open("a+")
        command = [*program, "serve", "--port", "0", "--stripe-port", "0", *flags]
        self.process = subprocess.Popen(
            command, cwd=folder, env=environment() | more, stdout=self.log, stderr=self.log
        )
        self.started.append(self)
        facts = self._note(20)
        self.url, self.stripe = facts["url"], facts["stripe"]

    def _note(self, seconds: float) -> dict[str, Any]:
        note = self.folder / ".shopstub" / "running.json"
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            with suppress(FileNotFoundError, ValueError):  # half of one, after a loss of power
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

    def stripe_client(self) -> httpx.Client:
        """A client of its Stripe, with the secret key."""
        return httpx.Client(base_url=self.stripe, headers=KEY, trust_env=False, timeout=20)

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


def shopstub(
    folder: Path, *arguments: str, seconds: float = 60, **more: str
) -> subprocess.CompletedProcess[str]:
    """One command, run to its end. subprocess.TimeoutExpired: it takes longer, and is killed."""
    return subprocess.run(
        [SHOPSTUB, *arguments],
        cwd=folder,
        env={**environment(), **more},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
