"""Read the JSON report of the checker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """The first finding of a broken rule. `test`: the test that reports it, "" if unknown."""

    message: str
    test: str


def broken_rules(report: dict[str, Any]) -> dict[str, Finding]:
    """Return the broken rules of a report, each with its first finding."""
    return {
        rule["id"]: Finding(rule["findings"][0]["message"], rule["findings"][0].get("test") or "")
        for rule in report["rules"]
        if rule["verdict"] == "broken"
    }
