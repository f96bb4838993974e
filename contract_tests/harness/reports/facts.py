"""The outcome of a run as plain values: what every report is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from contract_tests.harness.client import SECURE_COOKIE
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.reports.evidence import FindingView, view_of
from contract_tests.harness.reports.masking import Secrets
from contract_tests.harness.results import Finding, Results, RuleResult
from contract_tests.harness.run import Run
from contract_tests.harness.runner import Outcome
from contract_tests.harness.session import CheckSession
from contract_tests.harness.target import Target

SHOWN_FINDINGS = 3
SECURE_NOTE = (
    "The backend's cookies are Secure, and it was called over http: they were sent back, as "
    "browsers do on this machine. On any other host they need https."
)
NUMBER = re.compile(r"\d+(?:[.:-]\d+)*")
"""Messages that differ in these alone tell the same."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says. `seconds`: the run's own time.

    `is_selection`: whether only some rules were asked for. `stopped`: why the run ended early; the
    rest is what was known by then. `secrets`: what no report shows.
    """

    session: CheckSession
    rule_results: list[RuleResult]
    tests: int
    seconds: float
    is_selection: bool
    secrets: Secrets
    stopped: str = ""

    @property
    def target(self) -> Target:
        """The backend."""
        return self.session.target

    @property
    def results(self) -> Results:
        """All results."""
        return self.session.results

    @property
    def by_page(self) -> dict[str, list[RuleResult]]:
        """The rules of each page."""
        pages: dict[str, list[RuleResult]] = {}
        for result in self.rule_results:
            pages.setdefault(result.rule.page, []).append(result)
        return pages

    def of(self, verdict: str) -> list[RuleResult]:
        """Return the rules with that verdict."""
        return [result for result in self.rule_results if result.verdict == verdict]

    @property
    def diagnoses(self) -> list[str]:
        """What to look at first: settings that explain many failures."""
        diagnose = self.session.pack.diagnose
        signals = self.results.signals
        found = diagnose(signals, self.target, self.session.document) if diagnose else []
        return [self.secrets.mask(text) for text in found]

    @property
    def notes(self) -> list[str]:
        """What was checked otherwise than usual."""
        notes = self.session.pack.notes
        found = notes(self.results.signals) if notes else []
        if self.results.signals[SECURE_COOKIE]:
            found.append(SECURE_NOTE)
        return found

    @property
    def partly(self) -> list[RuleResult]:
        """The rules that are kept as far as they were tested: some tests could not run."""
        return [result for result in self.of("kept") if result.missing]

    def exit_code(self, *, strict: bool) -> int:
        """Return 0 if all is kept, 1 if a rule is broken, 3 (strict) if some are not reached."""
        if self.of("broken"):
            return 1
        unseen = self.session.pack.unseen
        unreached = [
            result
            for result in self.of("not reached")
            if result.missing or result.rule.id not in unseen
        ]
        if strict and (self.partly or (unreached and not self.is_selection)):
            return 3
        return 0

    def reason(self, result: RuleResult) -> str:
        """Say why a rule was not reached, or not in full."""
        if result.missing:
            return self.secrets.mask("; ".join(result.missing))
        if broken := self.results.cut_short.get(result.rule.id):
            return f"its test ended early, when it found {broken} broken"
        pack = self.session.pack
        default = "no test of it was run" if pack.folder else "no pack has a test of it"
        return pack.unseen.get(result.rule.id, default)

    def findings(self, result: RuleResult) -> list[FindingView]:
        """Return the findings of a rule that are shown: the first ones of each kind."""
        return [view_of(each, result.rule.text, self.secrets) for each in _shown(result)]


def facts_of(run: Run, outcome: Outcome) -> Facts:
    """Collect what a run found: of the rules that were selected, and of all broken ones."""
    shown = [
        result
        for result in run.session.results.rule_results()
        if run.selection.includes((result.rule.id,)) or result.verdict == "broken"
    ]
    only = bool(run.selection.only)
    secrets = Secrets(run.session.target, _exchanges(shown))
    stopped = secrets.mask(outcome.stopped)
    return Facts(run.session, shown, outcome.tests, outcome.seconds, only, secrets, stopped)


def _shown(result: RuleResult) -> list[Finding]:
    seen: dict[str, Finding] = {}
    for finding in result.findings:
        seen.setdefault(NUMBER.sub("0", finding.message), finding)
    return list(seen.values())[:SHOWN_FINDINGS]


def _exchanges(results: Iterable[RuleResult]) -> Iterator[Exchange]:
    """Yield the exchanges that reports show."""
    for result in results:
        for finding in _shown(result):
            yield from finding.exchanges
            if finding.evidence.exchange:
                yield finding.evidence.exchange
