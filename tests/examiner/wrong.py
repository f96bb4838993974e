"""`python -m tests.examiner.wrong FAULT …`: the stub with one fault; the rest as `serve` has it.

`right` is no fault: the stub as it is.
"""

from __future__ import annotations

import sys

from stub_server.cli import serve
from tests.examiner.faults import FAULTS
from tests.examiner.tame import TAME


def main() -> None:
    """Put the fault in, then serve."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    known = {**FAULTS, **TAME}
    if name not in {*known, "right"}:
        sys.exit(f"There is no fault {name!r}; there are {', '.join(known)}.")
    if name != "right":
        known[name].apply()
    serve.command(prog_name="wrong")


if __name__ == "__main__":
    main()
