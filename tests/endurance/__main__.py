"""Everything that a stub should survive, and a table of what came out.

python -m tests.endurance [--scale 0.1] [--minutes 10] [--stage kills …] [--output endurance.md]

Whole it takes half an hour on two cores. Loopback only. Exit codes: 0 all stages passed or say why
they did not run, 1 one failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from stub_server.escaping import for_terminal
from tests.endurance.plan import LOAD_MINUTES, Plan
from tests.endurance.row import Row, table
from tests.endurance.stages import STAGES, run


def main() -> int:
    """Run the stages and write the table."""
    options = parse()
    minutes = LOAD_MINUTES * options.scale if options.minutes is None else options.minutes
    rows: list[Row] = []
    began = time.monotonic()
    names = options.stage or list(STAGES)
    with tempfile.TemporaryDirectory(prefix="endurance-", dir=options.folder) as folder:
        plan = Plan(Path(folder), options.scale, minutes, options.seed)
        for number, name in enumerate(names, 1):
            start = time.monotonic()
            sys.stdout.write(f"{number}/{len(names)} {name} … ")
            sys.stdout.flush()
            rows.append(run(name, plan))
            sys.stdout.write(
                f"{for_terminal(rows[-1].outcome)} ({time.monotonic() - start:.0f} s)\n"
            )
    took = (time.monotonic() - began) / 60
    head = f"Scale {options.scale:g}, seed {options.seed}, {took:.1f} minutes."
    text = f"# Endurance\n\n{head}\n\n{table(rows)}"
    options.output.parent.mkdir(parents=True, exist_ok=True)
    options.output.write_text(text, encoding="utf-8")
    sys.stdout.write(f"\n{text}\nThe table is in {options.output}.\n")
    return 1 if any(row.failures for row in rows) else 0


def parse() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser("python -m tests.endurance", description=__doc__)
    add = parser.add_argument
    add("--scale", type=float, default=1.0, help="share of each number, e.g. 0.1 for a tenth")
    add("--minutes", type=float, help="length of the mixed load; 10 at scale 1 by default")
    add("--seed", type=int, default=1, help="of all random choices")
    add("--stage", action="append", choices=STAGES, help="only this one; may be repeated")
    add("--folder", type=Path, help="where the states are, e.g. on the disk to try")
    add("--output", type=Path, default=Path("build/endurance.md"), help="file for the table")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
