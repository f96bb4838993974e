"""`python -m tests.examiner.taming [VARIATION …]`: the whole suite finds nothing broken in them.

`right` is the stub as it is; `right:7` the same with the seed 7.
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import click

from tests.examiner.running import examined, running
from tests.examiner.tame import TAME, TOLD

RIGHT = [f"right:{seed}" for seed in range(1, 6)]


@dataclass(frozen=True, slots=True)
class Let:
    """What the examiner said of a variation. `alarms`: false ones, rule and words."""

    name: str
    alarms: dict[str, str]
    code: int
    seconds: float


@click.command()
@click.argument("names", nargs=-1)
@click.option("--fast", is_flag=True, help="The examiner's fast depth.")
@click.option("--only-rule", is_flag=True, help="The rule at stake only, not the whole suite.")
@click.option("--jobs", default=2, help="So many at a time. Default: 2.")
def main(names: tuple[str, ...], fast: bool, only_rule: bool, jobs: int) -> None:
    """Examine these variations; default: each, and the right stub with five seeds."""

    def one(name: str) -> Let:
        fault, _, seed = name.partition(":")
        flags = [*(["--fast"] if fast else []), *(["--seed", seed] if seed else [])]
        flags += ["--strict"] if fault == "right" else []
        if only_rule and fault in TAME:
            flags += ["--only", TAME[fault].rule]
        with running(fault) as stub:
            found = examined(stub, *flags, *TOLD.get(fault, ()), seconds=3_000)
        let = Let(name, found.broken, found.code, found.seconds)
        words = let.alarms or (found.said[-300:] if let.code else "")
        click.echo(f"{let.name:<24} {let.code} {let.seconds:>5.0f} s  {words}")
        return let

    with ThreadPoolExecutor(jobs) as pool:
        done = list(pool.map(one, names or [*RIGHT, *TAME]))
    alarms = [it for it in done if it.code != 0]
    click.echo(f"{len(done)} examined, {len(alarms)} with a false alarm.")
    sys.exit(1 if alarms else 0)


if __name__ == "__main__":
    main()
