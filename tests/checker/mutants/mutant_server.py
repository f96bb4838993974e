"""`python -m tests.checker.mutants.mutant_server ID …`: serve one mutant; options as for `serve`.

The id `unmodified` serves the stub as it is.
"""

from __future__ import annotations

import sys

from stub_server.cli import serve
from tests.checker.equivalents.registry import EQUIVALENTS
from tests.checker.mutants.registry import MUTANTS

UNMODIFIED = "unmodified"


def main() -> None:
    """Apply the mutation, then serve."""
    mutant_id = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    mutants = {**MUTANTS, **EQUIVALENTS}
    if mutant_id not in {*mutants, UNMODIFIED}:
        sys.exit(f"There is no mutant {mutant_id!r}. Name one of: {', '.join(mutants)}.")
    if mutant_id != UNMODIFIED:
        mutants[mutant_id].apply()
    serve.command(prog_name="mutant_server")


if __name__ == "__main__":
    main()
