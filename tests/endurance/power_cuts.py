"""Stage: a loss of power with `--durability disk`; nothing that was acknowledged is lost."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

from tests.endurance.ledger import Ledger, purchases
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import ROOT, Running
from tests.storage.json_store.power_cut import Cut

CUTS = 20
KINDS = [cut for cut in Cut if cut is not Cut.ALL]
SERVER = [sys.executable, "-m", "tests.endurance.power_cut_server"]


def run(plan: Plan) -> Row:
    """Start, buy, drop what no fsync has covered, start on the rest, compare."""
    random = plan.random("power cuts")
    cuts, worst = plan.count(CUTS, 2), 0.0
    failures: list[str] = []
    ledger, folder = Ledger(), plan.new_folder("cut")
    for number in range(cuts):
        following = plan.new_folder("cut")
        program = [*SERVER, str(following / ".shopstub"), KINDS[number % len(KINDS)].name]
        stub = start(folder, program)
        with purchases(stub, ledger):
            ledger.wait_for(random.randint(1, 12))
            time.sleep(random.uniform(0, 0.03))
            stub.stops(signal.SIGUSR1)
        if not (following / ".shopstub").exists():
            raise AssertionError(f"no image of the cut:\n{stub.printed()}")
        began = time.monotonic()
        folder = following
        stub = start(folder)
        worst = max(worst, time.monotonic() - began)
        failures += [f"cut {number}: {loss}" for loss in ledger.losses(stub)]
        stub.stops(signal.SIGKILL)
        if failures:
            break
    amount = f"{number + 1} cuts, {len(ledger.orders):,} acknowledged orders"
    what = "loss of power, writes after the last fsync dropped"
    return Row(what, amount, f"start after a cut: {worst:.1f} s", tuple(failures))


def start(folder: Path, program: list[str] | None = None) -> Running:
    """Start a stub that acknowledges only what the disk has."""
    flags = ("--quiet", "--durability", "disk")
    if program is None:
        return Running(folder, *flags)
    return Running(folder, *flags, program=program, PYTHONPATH=str(ROOT))
