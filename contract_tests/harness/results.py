"""The one place where verdicts are decided: kept, broken or not reached, and by which exchanges."""

from __future__ import annotations

import time
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from contract_tests.harness.document import Rule
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import CheckFailed, Evidence, Failure, NotReached

Verdict = Literal["kept", "broken", "not reached"]
REMEMBERED = 20
"""Exchanges that are kept for the finding that may follow; repetitions count as one."""
WITH_TRAIL = 10
"""Findings of a rule whose earlier exchanges are kept: reports show the first few."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A failure and its evidence, in which test, and the exchanges that led to it, in order."""

    rule: str
    message: str
    test: str
    exchanges: tuple[Exchange, ...]
    evidence: Evidence


@dataclass(slots=True)
class RuleResult:
    """The verdict on one rule. `missing`: why some tests could not run. `tests`: that passed.

    `seconds`: that its tests took.
    """

    rule: Rule
    verdict: Verdict
    findings: list[Finding]
    missing: list[str]
    tests: int
    seconds: float


@dataclass(slots=True)
class Results:
    """All that is known of each rule so far."""

    rules: dict[str, Rule]
    findings: list[Finding] = field(default_factory=list)
    findings_of: Counter[str] = field(default_factory=Counter)
    """How many findings a rule has."""
    passed: Counter[str] = field(default_factory=Counter)
    skipped: dict[str, dict[str, None]] = field(default_factory=dict)
    seen: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    """How often an operation answered which status and code."""
    times: dict[str, list[float]] = field(default_factory=dict)
    """Seconds of each response, by operation."""
    recent: deque[Exchange] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    test: str = ""
    test_began: float = 0.0
    """When the current test did, on the monotonic clock."""
    durations: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    """Seconds of the tests of each rule."""
    throttled_seconds: float = 0.0
    """Seconds waited because the backend limits requests of its own."""
    cut_short: dict[str, str] = field(default_factory=dict)
    """By rule: the rule that was found broken before a test of it came to its end."""
    signals: Counter[str] = field(default_factory=Counter)
    """How often something was seen that a diagnosis reads."""

    def start_test(self, test: str) -> None:
        """Attribute what follows to this test."""
        self.test = test
        self.test_began = time.monotonic()
        self.recent.clear()

    def add_rules(self, rules: Mapping[str, Rule]) -> None:
        """Add rules that the document does not have."""
        self.rules |= {name: rule for name, rule in rules.items() if name not in self.rules}

    def add_exchange(self, exchange: Exchange) -> None:
        """Count an exchange."""
        if self.recent and exchange.repeats(self.recent[-1]):
            self.recent[-1] = replace(exchange, count=self.recent[-1].count + 1)
        else:
            self.recent.append(exchange)
        if exchange.operation:
            self.seen[exchange.operation, exchange.status, exchange.code or ""] += 1
            self.times.setdefault(exchange.operation, []).append(exchange.seconds)

    def fail(self, failure: Failure, exchange: Exchange | None = None) -> None:
        """Record a failure. exchange: the deciding one; by default the test's most recent one."""
        recent = tuple(self.recent)
        evidence = failure.evidence.of(exchange or (recent[-1] if recent else None))
        self.findings_of[failure.rule] += 1
        if self.findings_of[failure.rule] > WITH_TRAIL:
            recent = recent[-1:]
        found = Finding(failure.rule, failure.message, self.test, recent, evidence)
        self.findings.append(found)

    def of_test(self, test: str) -> list[Finding]:
        """Return what a test found."""
        return [finding for finding in self.findings if finding.test == test]

    def skip(self, rules: Iterable[str], reason: str) -> None:
        """Record that a test of these rules could not run."""
        for rule in rules:
            self.skipped.setdefault(rule, {})[reason] = None

    def finish_test(self, rules: tuple[str, ...], error: BaseException | None = None) -> None:
        """Record how the current test of these rules ended; error: what it raised."""
        elapsed = time.monotonic() - self.test_began
        for rule in rules:
            self.durations[rule] += elapsed
        if error is None:
            broken = {finding.rule for finding in self.of_test(self.test)}
            self.passed.update(rule for rule in rules if rule not in broken)
        elif isinstance(error, NotReached):
            self.skip(rules, str(error))
        elif isinstance(error, CheckFailed):
            words = _first_line(error)
            for failure in error.failures:
                self.fail(replace(failure, rule=failure.rule or rules[0], message=words))
        elif isinstance(error, AssertionError):
            self.fail(Failure(rules[0], _first_line(error)))
        elif not self.of_test(self.test):
            # A response of another shape than the document's ends here; where the shape was
            # reported already, there is nothing to add.
            message = f"the answer can't be read: {type(error).__name__}: {error}"
            self.fail(Failure(rules[0], message))
        if error is not None:
            self._note_cut_short(rules)

    def _note_cut_short(self, rules: tuple[str, ...]) -> None:
        """Remember which of the test's rules were not judged, because another one was broken."""
        broken = [finding.rule for finding in self.of_test(self.test)]
        for rule in rules if broken else ():
            if rule not in broken:
                self.cut_short.setdefault(rule, broken[-1])

    def rule_results(self) -> list[RuleResult]:
        """Return the verdict on every rule, in the document's order."""
        names = dict.fromkeys([*self.rules, *(finding.rule for finding in self.findings)])
        return [self._result(self.rules.get(name, Rule(name, "", "", ()))) for name in names]

    def _result(self, rule: Rule) -> RuleResult:
        findings = [finding for finding in self.findings if finding.rule == rule.id]
        passed = self.passed[rule.id]
        verdict: Verdict = "broken" if findings else "kept" if passed else "not reached"
        missing = list(self.skipped.get(rule.id, ()))
        seconds = self.durations[rule.id]
        return RuleResult(rule, verdict, findings, missing, passed, seconds)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
