"""The outcome of a run as JSON."""

from __future__ import annotations

import statistics
from typing import Any

from contract_tests.harness.reports.evidence import FindingView, Step
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.json_lines import Line
from contract_tests.harness.results import RuleResult


def record(facts: Facts) -> dict[str, Any]:
    """Return the rules with their verdicts, and the operations with what they answered."""
    return {
        "target": facts.target.base_url,
        "seed": facts.target.seed,
        "depth": facts.target.profile,
        "seconds": round(facts.seconds, 1),
        "waited": round(facts.results.throttled_seconds, 1),
        "tests": facts.tests,
        "stopped": facts.stopped or None,
        "hints": facts.diagnoses,
        "notes": facts.notes,
        "masked": {each.name: each.meaning for each in facts.secrets.variables},
        "rules": [_rule(facts, result) for result in facts.rule_results],
        "operations": operations(facts),
    }


def operations(facts: Facts) -> list[dict[str, Any]]:
    """Return how often each operation answered what, and how fast (ms)."""
    found = []
    for operation, times in facts.results.times.items():
        answers = {
            f"{status} {code}".strip(): count
            for (name, status, code), count in sorted(facts.results.seen.items())
            if name == operation
        }
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


def _rule(facts: Facts, result: RuleResult) -> dict[str, Any]:
    return {
        "id": result.rule.id,
        "page": result.rule.page,
        "text": result.rule.text,
        "verdict": result.verdict,
        "tests": result.tests,
        "seconds": round(result.seconds, 2),
        "missing": [facts.secrets.mask(text) for text in result.missing],
        "reason": facts.reason(result) if result.verdict == "not reached" else None,
        "findings": [_finding(view) for view in facts.findings(result)],
    }


def _finding(view: FindingView) -> dict[str, Any]:
    return {
        "message": view.message,
        "test": view.test,
        "expected": _text(view.expected),
        "actual": _text(view.actual),
        "exchanges": [_step(step) for step in view.steps],
    }


def _step(step: Step) -> dict[str, Any]:
    """Return an exchange; the deciding one is the first."""
    return {
        "number": step.number,
        "service": step.service or "backend",
        "request": step.request,
        "answer": step.outcome,
        "times": step.count,
        "visitor": step.visitor,
        "curl": step.curl,
        "sent": _text(step.sent),
        "received": _text(step.received),
        "marked": [line.text.strip() for line in step.received if line.marked],
    }


def _text(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)
