"""Stage: each row of the table of damages in docs/state.md: damage, start, compare."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import time
from pathlib import Path

from tests.endurance.damages import DAMAGES, GOES_ON, Damage
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import ROOT, Running, shopstub
from tests.process.shopping import check_out

PAGE = ROOT / "docs" / "state.md"
SMALL = 0.05
"""Scale below which only the first damage of each row is made, and none recovered."""

MAX_SECONDS = 20.0
"""How long a start that stops may take."""

START = ("serve", "--port", "0", "--stripe-port", "0", "--quiet")


def run(plan: Plan) -> Row:
    """Do each damage to a copy of a sound state folder."""
    sound = plan.new_folder("sound")
    orders = fill(sound)
    failures, tried, worst = differences_from_the_page(), 0, 0.0
    for words, damages in DAMAGES.items():
        for damage in chosen(damages, plan):
            name = damage.do.__name__
            folder = plan.new_folder(name) / "copy"
            shutil.copytree(sound, folder)
            damage.do(folder / ".shopstub")
            began = time.monotonic()
            found = start(folder, damage, orders, recovers=is_whole(plan))
            worst = max(worst, time.monotonic() - began)
            tried += 1
            failures += [f"{words} … ({name}): {failure}" for failure in found]
    what = "table of damages in docs/state.md"
    amount = f"{len(DAMAGES)} rows, {tried} damages"
    steps = "start, check, recover, start" if is_whole(plan) else "start"
    return Row(what, amount, f"{steps}: {worst:.1f} s", tuple(failures))


def chosen(damages: list[Damage], plan: Plan) -> list[Damage]:
    """Return the damages of a row: all, or one in a small run."""
    return damages if is_whole(plan) else damages[:1]


def is_whole(plan: Plan) -> bool:
    """Return whether each damage is made and recovered: that takes half a minute."""
    return plan.scale >= SMALL


def differences_from_the_page() -> list[str]:
    """Return the rows of the page that have no damage here, and the other way round."""
    table = PAGE.read_text(encoding="utf-8").partition("| Damage | Outcome |")[2]
    rows = [line.split(" | ") for line in table.partition("\n\n")[0].splitlines()[2:]]
    firsts = {row[0].removeprefix("| "): row[1] for row in rows}
    unknown = [f"no damage for: {row}" for row in firsts if not row.startswith(tuple(DAMAGES))]
    for words, damages in DAMAGES.items():
        outcomes = [outcome for row, outcome in firsts.items() if row.startswith(words)]
        stops = damages[0].outcome != GOES_ON
        if [outcome.startswith("The start stops") for outcome in outcomes] != [stops]:
            unknown.append(f"docs/state.md says something else about: {words}")
    return unknown


def fill(folder: Path) -> list[str]:
    """Make a state with six orders; return their ids.

    The first two are in the older snapshot, `shop.json.older`, and four in the snapshot. The last
    two are in the log.
    """
    orders: list[str] = []
    snapshot = folder / ".shopstub" / "shop.json"
    for how in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
        stub = Running(folder, "--quiet")
        with stub.buyer() as buyer:
            orders += [check_out(buyer)["orderId"] for _ in range(2)]
        stub.stops(how)
        if len(orders) == 2:
            shutil.copy(snapshot, snapshot.with_name("shop.json.older"))
    return orders


def start(folder: Path, damage: Damage, orders: list[str], *, recovers: bool) -> list[str]:
    """Start on damaged state; return what differs from the outcome that the page promises.

    recovers: whether to recover as well, and to start once more.
    """
    if damage.outcome == GOES_ON:
        return orders_after_start(folder, damage, orders)
    failures = []
    before = contents(folder / ".shopstub")
    try:
        stopped = shopstub(folder, *START, seconds=MAX_SECONDS)
    except subprocess.TimeoutExpired:
        return ["the start goes on"]
    if stopped.returncode != 2:
        return [f"the start ended with {stopped.returncode}"]
    if contents(folder / ".shopstub") != before:
        failures.append("the start changed files")
    if not re.search(damage.message, stopped.stderr) or "Traceback" in stopped.stderr:
        failures.append(f"the start said: {stopped.stderr}")
    return failures + (recover(folder, damage, orders) if recovers else [])


def recover(folder: Path, damage: Damage, orders: list[str]) -> list[str]:
    """Check, recover and start; return what was wrong."""
    failures = []
    if (checked := shopstub(folder, "store", "check")).returncode != 1:
        failures.append(f"store check: {checked.returncode} {checked.stdout}{checked.stderr}")
    recovered = shopstub(folder, "store", "recover")
    if recovered.returncode != (0 if damage.recovers else 2):
        failures.append(f"store recover: {recovered.returncode} {recovered.stderr}")
    elif damage.recovers:
        quiet = Damage(damage.do, GOES_ON, "", lost=damage.lost)
        failures += orders_after_start(folder, quiet, orders)
    return failures


def orders_after_start(folder: Path, damage: Damage, orders: list[str]) -> list[str]:
    """Start, and compare the orders and the notices."""
    (folder / "serve.log").unlink(missing_ok=True)
    stub = Running(folder, "--quiet")
    with stub.buyer() as buyer:
        listed = [order["id"] for order in buyer.get("/_stub/orders").json()["orders"]]
        stored = check_out(buyer)["orderId"] not in listed
    failures = [] if stored else ["a new order has the id of an old one"]
    lost = [order for order in orders if order not in listed]
    if len(lost) > damage.lost:
        failures.append(f"{len(lost)} of {len(orders)} orders are lost")
    if stub.stops() != 0 or "Traceback" in stub.printed():
        failures.append("the stop failed")
    if not re.search(damage.message, stub.printed()):
        failures.append(f"no notice “{damage.message}”: {stub.printed()}")
    return failures


def contents(state: Path) -> dict[str, bytes]:
    """Return the files of a state folder, without locks."""
    files = [path for path in state.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path.relative_to(state)): path.read_bytes() for path in files}
