"""Stage: SIGKILL while buyers write; nothing that was acknowledged is lost."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from tests.endurance.ledger import Ledger, purchases
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import Running

KILLS = 200
MAX_ORDERS = 600
"""Orders in a folder before the next folder: the stub lists at most 1,000."""


def run(plan: Plan) -> Row:
    """Start, buy, kill at a random moment, start again, compare."""
    random = plan.random("kills")
    kills, orders, worst = plan.count(KILLS, 2), 0, 0.0
    failures: list[str] = []
    folder, ledger = plan.new_folder("kills"), Ledger()
    stub = start(folder)
    for number in range(kills):
        with purchases(stub, ledger):
            ledger.wait_for(random.randint(1, 12))
            time.sleep(random.uniform(0, 0.03))
            stub.stops(signal.SIGKILL)
        began = time.monotonic()
        stub = start(folder)
        worst = max(worst, time.monotonic() - began)
        failures += [f"kill {number}: {loss}" for loss in ledger.losses(stub)]
        if len(ledger.orders) > MAX_ORDERS or failures:
            orders += len(ledger.orders)
            stub.stops(signal.SIGKILL)
            folder, ledger = plan.new_folder("kills"), Ledger()
            stub = start(folder)
        if len(failures) > 10:
            break
    stub.stops()
    amount = f"{number + 1} kills, {orders + len(ledger.orders):,} acknowledged orders"
    return Row(
        "SIGKILL during writes", amount, f"start after a kill: {worst:.1f} s", tuple(failures)
    )


def start(folder: Path) -> Running:
    """Start a stub in the folder."""
    return Running(folder, "--quiet")
