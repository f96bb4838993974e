"""The examination's result as plain values: what every report is made of."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import Any

from contract_tests.exchange import Exchange
from contract_tests.hints import hints, notes
from contract_tests.ledger import Finding, Ledger, Standing
from contract_tests.rules import UNSEEN
from contract_tests.target import Target

SHOWN = 3
"""Findings that are shown of one rule."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says. `seconds`: the examination's own time."""

    target: Target
    standings: list[Standing]
    ledger: Ledger
    tests: int
    seconds: float
    picked: bool
    """Whether only some rules were asked for."""
    stopped: str = ""
    """Why it ended before its end: what is here is what was known by then."""

    def of(self, verdict: str) -> list[Standing]:
        """The rules with that verdict."""
        return [it for it in self.standings if it.verdict == verdict]

    @property
    def hints(self) -> list[str]:
        """What to look at first."""
        return hints(self.ledger.met, self.target)

    @property
    def notes(self) -> list[str]:
        """What was looked at otherwise than usual."""
        return notes(self.ledger.met)

    @property
    def partly(self) -> list[Standing]:
        """Kept as far as it was tried: some tests could not be carried out."""
        return [it for it in self.standings if it.verdict == "kept" and it.missing]

    def exit_code(self, *, strict: bool) -> int:
        """0 all kept, 1 broken, 3 (strict) not all reached."""
        if self.of("broken"):
            return 1
        unreached = [it for it in self.of("not reached") if it.missing or it.rule.id not in UNSEEN]
        if strict and (self.partly or (unreached and not self.picked)):
            return 3
        return 0


def reason(standing: Standing) -> str:
    """Why a rule was not reached, or not in full."""
    if standing.missing:
        return "; ".join(standing.missing)
    return UNSEEN.get(standing.rule.id, "no test of it was run")


def findings(standing: Standing) -> list[Finding]:
    """The findings of a rule, each kind once, those with least to read first."""
    seen: dict[str, Finding] = {}
    for finding in standing.findings:
        seen.setdefault(finding.message, finding)
    return list(seen.values())[:SHOWN]


def exchanges(finding: Finding) -> list[Exchange]:
    """What led to a finding: at most the last six exchanges."""
    return list(finding.exchanges)[-6:]


def record(facts: Facts) -> dict[str, Any]:
    """As JSON: the rules with their verdicts, the operations with what they answered."""
    return {
        "target": facts.target.base_url,
        "seed": facts.target.seed,
        "depth": facts.target.depth,
        "seconds": round(facts.seconds, 1),
        "waited": round(facts.ledger.waited, 1),
        "tests": facts.tests,
        "stopped": facts.stopped or None,
        "hints": facts.hints,
        "notes": facts.notes,
        "rules": [_rule(it) for it in facts.standings],
        "operations": operations(facts),
    }


def operations(facts: Facts) -> list[dict[str, Any]]:
    """Each operation: how often it answered what, and how fast (ms)."""
    found = []
    for operation in facts.ledger.times:
        answers = {
            f"{status} {code}".strip(): count
            for (name, status, code), count in sorted(facts.ledger.seen.items())
            if name == operation
        }
        times = facts.ledger.times[operation]
        found.append(
            {
                "operation": operation,
                "calls": len(times),
                "median_ms": round(statistics.median(times) * 1000, 1),
                "slowest_ms": round(max(times) * 1000, 1),
                "answers": answers,
            }
        )
    return found


def _rule(standing: Standing) -> dict[str, Any]:
    return {
        "id": standing.rule.id,
        "page": standing.rule.page,
        "text": standing.rule.text,
        "verdict": standing.verdict,
        "tests": standing.tests,
        "missing": standing.missing,
        "reason": reason(standing) if standing.verdict == "not reached" else None,
        "findings": [
            {
                "message": finding.message,
                "test": finding.test,
                "exchanges": [
                    {"curl": it.curl(), "status": it.status, "answer": it.shown()}
                    for it in exchanges(finding)
                ],
            }
            for finding in findings(standing)
        ],
    }
