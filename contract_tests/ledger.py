"""What is known of each rule so far: held, broken, not reached; and by which exchanges."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from contract_tests.document import Rule
from contract_tests.exchange import Exchange

Verdict = Literal["kept", "broken", "not reached"]
REMEMBERED = 12


class NotReached(Exception):
    """A rule can't be tried here; the message says why."""


class Gone(Exception):
    """The backend does not answer any more; the message says since when."""


class Broken(AssertionError):
    """Rules do not hold; without any, it is the first rule of the test."""

    def __init__(self, message: str, *rules: str) -> None:
        super().__init__(message)
        self.rules = tuple(rule for rule in rules if rule)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that was seen broken: by what, in which test."""

    rule: str
    message: str
    test: str
    exchanges: tuple[Exchange, ...]


@dataclass(slots=True)
class Standing:
    """How a rule stands."""

    rule: Rule
    verdict: Verdict
    findings: list[Finding]
    missing: list[str]
    tests: int


@dataclass(slots=True)
class Ledger:
    """The examination's book."""

    rules: Mapping[str, Rule]
    findings: list[Finding] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    missed: dict[str, dict[str, None]] = field(default_factory=dict)
    seen: Counter[tuple[str, int, str]] = field(default_factory=Counter)
    """How often an operation answered which status and code."""
    times: dict[str, list[float]] = field(default_factory=dict)
    recent: deque[Exchange] = field(default_factory=lambda: deque(maxlen=REMEMBERED))
    test: str = ""
    waited: float = 0.0
    """Seconds, because the backend limits requests of its own."""
    met: Counter[str] = field(default_factory=Counter)
    """How often a hint's sign was seen, by its name in hints.py."""

    def begin(self, test: str) -> None:
        """A test begins: what it finds and sends is its own."""
        self.test = test
        self.recent.clear()

    def note(self, exchange: Exchange) -> None:
        """An exchange took place."""
        self.recent.append(exchange)
        if exchange.operation:
            self.seen[exchange.operation, exchange.status, exchange.code or ""] += 1
            self.times.setdefault(exchange.operation, []).append(exchange.took)

    def broke(self, rule: str, message: str, *exchanges: Exchange) -> None:
        """A rule was seen broken."""
        self.findings.append(Finding(rule, message, self.test, exchanges or tuple(self.recent)))

    def of_test(self, test: str) -> list[Finding]:
        """What a test found."""
        return [finding for finding in self.findings if finding.test == test]

    def holds(self, rules: Iterable[str]) -> None:
        """A test of these rules passed."""
        self.held.update(rules)

    def misses(self, rules: Iterable[str], reason: str) -> None:
        """A test of these rules could not be carried out."""
        for rule in rules:
            self.missed.setdefault(rule, {})[reason] = None

    def standings(self) -> list[Standing]:
        """Every rule of the document, in its order."""
        return [self._standing(rule) for rule in self.rules.values()]

    def _standing(self, rule: Rule) -> Standing:
        findings = [finding for finding in self.findings if finding.rule == rule.id]
        missing = list(self.missed.get(rule.id, ()))
        held = self.held[rule.id]
        verdict: Verdict = "broken" if findings else "kept" if held else "not reached"
        return Standing(rule, verdict, findings, missing, held)
