"""The outcome of a run as plain values: what every report is made of."""

from __future__ import annotations

from dataclasses import dataclass

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.results import Finding, Results, RuleResult
from contract_tests.harness.run import Run
from contract_tests.harness.runner import Outcome
from contract_tests.harness.session import CheckSession
from contract_tests.harness.target import Target

SHOWN_FINDINGS = 3
SHOWN_EXCHANGES = 6


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a report says. `seconds`: the run's own time.

    `is_selection`: whether only some rules were asked for. `stopped`: why the run ended early; the
    rest is what was known by then.
    """

    session: CheckSession
    rule_results: list[RuleResult]
    tests: int
    seconds: float
    is_selection: bool
    stopped: str = ""

    @property
    def target(self) -> Target:
        """The backend."""
        return self.session.target

    @property
    def results(self) -> Results:
        """All results."""
        return self.session.results

    def of(self, verdict: str) -> list[RuleResult]:
        """Return the rules with that verdict."""
        return [result for result in self.rule_results if result.verdict == verdict]

    @property
    def diagnoses(self) -> list[str]:
        """What to look at first: settings that explain many failures."""
        diagnose = self.session.pack.diagnose
        signals = self.results.signals
        return diagnose(signals, self.target, self.session.document) if diagnose else []

    @property
    def notes(self) -> list[str]:
        """What was checked otherwise than usual."""
        notes = self.session.pack.notes
        return notes(self.results.signals) if notes else []

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
            return "; ".join(result.missing)
        pack = self.session.pack
        default = "no test of it was run" if pack.folder else "no pack has a test of it"
        return pack.unseen.get(result.rule.id, default)


def facts_of(run: Run, outcome: Outcome) -> Facts:
    """Collect what a run found: of the rules that were selected, and of all broken ones."""
    shown = [
        result
        for result in run.session.results.rule_results()
        if run.selection.includes((result.rule.id,)) or result.verdict == "broken"
    ]
    only = bool(run.selection.only)
    return Facts(run.session, shown, outcome.tests, outcome.seconds, only, outcome.stopped)


def findings(result: RuleResult) -> list[Finding]:
    """Return the findings of a rule, each message once."""
    seen: dict[str, Finding] = {}
    for finding in result.findings:
        seen.setdefault(finding.message, finding)
    return list(seen.values())[:SHOWN_FINDINGS]


def exchanges(finding: Finding) -> list[Exchange]:
    """Return the last exchanges that led to a finding."""
    return list(finding.exchanges)[-SHOWN_EXCHANGES:]
