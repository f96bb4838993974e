"""`python -m contract_tests URL`: what `shopstub check` runs."""

from __future__ import annotations

from contract_tests.harness.cli import NAME, build_command
from contract_tests.packs import LOADER

main = build_command(LOADER)

if __name__ == "__main__":
    main(prog_name=NAME)
