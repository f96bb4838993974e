"""What schemathesis alone finds in a stub, by its command line: the column beside ours."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from tests.examiner import forked
from tests.examiner.running import FORKS, ROOT, Wrong, running

EFFORTS = {
    "whole": ["--max-examples", "20"],
    "quick": ["--phases", "examples,fuzzing,stateful", "--max-examples", "5"],
}
"""How much it tries: `whole` is all of its phases; `quick` lacks the longest one, "coverage"."""
LONGEST = 900
"""Seconds."""
FAILED = re.compile(r"^_+ (\S.*?\S) _+$|^- ([A-Z].{3,80})$", re.M)
"""An operation's heading, or what failed there."""


def beyond(wrong: Wrong, effort: str) -> list[str]:
    """Its findings, each once: operation and title; but for those in the right stub."""
    return sorted(findings(wrong, effort) - usual(effort))


@functools.cache
def usual(effort: str) -> frozenset[str]:
    """What it finds in the right stub: some rules are none that a schema can tell."""
    with running("right") as right:
        return frozenset(findings(right, effort))


def findings(wrong: Wrong, effort: str) -> set[str]:
    """All that it finds. RuntimeError: it did not come to an end."""
    given = ["run", str(ROOT / "openapi.yaml"), "--url", wrong.url, "--seed", "1", "--no-color"]
    process = FORKS.Process(
        target=forked.schemathesis,
        args=(wrong.folder, [*given, "--workers", "1", *EFFORTS[effort]]),
        daemon=True,
    )
    process.start()
    process.join(LONGEST)
    if process.is_alive():
        process.kill()
    process.join()
    said = (wrong.folder / "schemathesis.log").read_text("utf-8")
    if process.exitcode not in (0, 1):
        raise RuntimeError(f"schemathesis ended with {process.exitcode}: {said[-200:]}")
    return set(_titles(said))


def _titles(said: str) -> Iterator[str]:
    operation = ""
    for heading, title in FAILED.findall(said):
        operation = heading or operation
        if title:
            yield f"{operation}: {title}"
