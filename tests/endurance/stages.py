"""The stages, in the order in which they run."""

from __future__ import annotations

import signal
from collections.abc import Callable
from dataclasses import replace

from tests.endurance import (
    clock_shift,
    damage,
    duplicates,
    full_disk,
    fuzz,
    hostile,
    kills,
    load,
    pipelines,
    power_cuts,
)
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import Running

STAGES: dict[str, Callable[[Plan], Row]] = {
    "kills": kills.run,
    "power-cuts": power_cuts.run,
    "damage": damage.run,
    "full-disk": full_disk.run,
    "clock": clock_shift.run,
    "duplicates": duplicates.run,
    "pipelines": pipelines.run,
    "hostile": hostile.run,
    "fuzz": fuzz.run,
    "load": load.run,
}


def run(name: str, plan: Plan) -> Row:
    """Run a stage in a folder of its own; an exception is a failure of the stage."""
    folder = plan.new_folder(name)
    try:
        return STAGES[name](replace(plan, folder=folder))
    except Exception as error:
        return Row(name, "broken off", failures=(f"{type(error).__name__}: {error}",))
    finally:
        for stub in Running.started:
            if stub.process.poll() is None and stub.folder.is_relative_to(folder):
                stub.stops(signal.SIGKILL)
