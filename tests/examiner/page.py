"""`python -m tests.examiner.page STUB.json PHP.json`: docs/zoo.md from what the zoos have found."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from tests.examiner import results
from tests.examiner.faults import PAGES
from tests.examiner.results import Seen
from tests.examiner.running import ROOT

PAGE = ROOT / "docs" / "zoo.md"
INTRODUCTION = """\
<!-- Made by `python -m tests.examiner.page` from the zoos' own results; not edited by hand. -->

# The zoo

The examiner is itself examined: by backends with one small mistake each. A mistake counts as caught only if the rule
that it breaks is reported broken.

```sh
make zoo ARGS='--fast --json zoo.json'                      # each mistake, with the examiner's fast depth
make zoo ARGS='--rest --json zoo.json'                      # by default depth, what slipped through that
make zoo ARGS='--only-schemathesis --schemathesis quick --json zoo.json'
make phpzoo ARGS='--json php.json'
python -m tests.examiner.page zoo.json php.json
```

Beside it stands what [schemathesis](https://schemathesis.io) finds by itself: from the document alone, without sessions
or rules, which it does not know. What it reports of the right stub too is left out.
"""
EFFORTS = {
    "quick": "its examples, fuzzing and stateful phases with 5 examples each",
    "whole": "all of its phases with 20 examples each",
}


@click.command()
@click.argument("stub", type=click.Path(exists=True, path_type=Path))
@click.argument("php", required=False, type=click.Path(path_type=Path))
def main(stub: Path, php: Path | None) -> None:
    """Write the page."""
    PAGE.write_text(page(results.read(stub), results.read(php) if php else {}), "utf-8")


def page(stub: dict[str, Seen], php: dict[str, Seen]) -> str:
    """The page: counts first, then each mistake."""
    groups = {
        name: [stub[fault.id] for fault in faults if fault.id in stub]
        for name, faults in PAGES.items()
    }
    parts = [INTRODUCTION, "\n## In the stub\n\n", *_counts(groups), "\n", *_effort(stub.values())]
    for name, seen in groups.items():
        parts += [f"\n### {name.capitalize()}\n\n", *_table(seen)]
    if php:
        found = list(php.values())
        caught = sum(bool(it.caught) for it in found)
        words = f"{caught} of {len(found)} are caught; schemathesis was not tried here."
        parts += ["\n## In the PHP backend\n\n", f"{words}\n\n", *_table(found)]
    return "".join(parts)


def _counts(groups: dict[str, list[Seen]]) -> Iterable[str]:
    yield "| Page | Mistakes | Caught | of these with `--fast` | by schemathesis alone |\n"
    yield "|---|--:|--:|--:|--:|\n"
    everything = [it for seen in groups.values() for it in seen]
    for name, seen in [*groups.items(), ("all", everything)]:
        caught = [it for it in seen if it.caught]
        fast = sum(it.depth == "fast" for it in caught)
        tried = [it for it in seen if it.schema is not None]
        coarse = f"{sum(bool(it.schema) for it in tried)} of {len(tried)}"
        yield f"| {name} | {len(seen)} | {len(caught)} | {fast} | {coarse} |\n"


def _effort(seen: Iterable[Seen]) -> Iterable[str]:
    efforts = {it.effort for it in seen if it.effort}
    for effort in sorted(efforts):
        yield f"schemathesis ran with {EFFORTS[effort]}, and the seed 1.\n"


def _table(seen: Sequence[Seen]) -> Iterable[str]:
    coarse = any(it.schema is not None for it in seen)
    yield "| Mistake | Breaks | Also reported |" + (" schemathesis alone |\n" if coarse else "\n")
    yield "|---|---|---|" + ("---|\n" if coarse else "\n")
    for it in seen:
        also = ", ".join(rule for rule in it.by or () if rule != it.rule)
        rule = it.rule if it.caught else f"{it.rule}, **not caught**"
        found = "; ".join(it.schema or ()) if it.schema is not None else "not tried"
        row = f"| {it.says} | {rule} | {also or '–'} |"
        yield row.replace("\n", " ") + (f" {found or '–'} |\n" if coarse else "\n")


if __name__ == "__main__":
    main()
