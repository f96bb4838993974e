"""Run schemathesis alone against a mutant, as a baseline for the checker."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from tests.checker import worker
from tests.checker.mutants.mutant_server import UNMODIFIED
from tests.checker.processes import FORKS, ROOT, Backend, CheckFailed, serve_mutant

EFFORTS = {
    "full": ["--max-examples", "20"],
    "quick": ["--phases", "examples,fuzzing,stateful", "--max-examples", "5"],
}
"""Options of schemathesis: `full` runs all phases, `quick` omits the longest, "coverage"."""
TIMEOUT = 900
"""Seconds."""
FINDING = re.compile(r"^_+ (\S.*?\S) _+$|^- ([A-Z].{3,80})$", re.M)
"""The heading of an operation, or the title of one of its failures."""


def extra_findings(backend: Backend, effort: str) -> list[str]:
    """Return the findings that schemathesis does not report of the unmodified stub too."""
    return sorted(_findings(backend, effort) - unmodified_findings(effort))


@functools.cache
def unmodified_findings(effort: str) -> frozenset[str]:
    """Return the findings in the unmodified stub: a schema can't express some rules."""
    with serve_mutant(UNMODIFIED) as backend:
        return frozenset(_findings(backend, effort))


def _findings(backend: Backend, effort: str) -> set[str]:
    """Return all findings as "operation: title". CheckFailed: schemathesis did not finish."""
    given = ["run", str(ROOT / "openapi.yaml"), "--url", backend.url, "--seed", "1", "--no-color"]
    process = FORKS.Process(
        target=worker.run_schemathesis,
        args=(backend.folder, [*given, "--workers", "1", *EFFORTS[effort]]),
        daemon=True,
    )
    process.start()
    process.join(TIMEOUT)
    if process.is_alive():
        process.kill()
    process.join()
    output = (backend.folder / "schemathesis.log").read_text("utf-8")
    if process.exitcode not in (0, 1):
        raise CheckFailed(f"schemathesis ended with {process.exitcode}: {output[-200:]}")
    return set(_parse(output))


def _parse(output: str) -> Iterator[str]:
    operation = ""
    for heading, title in FINDING.findall(output):
        operation = heading or operation
        if title:
            yield f"{operation}: {title}"
