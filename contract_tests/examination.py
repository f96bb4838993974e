"""One examination, as a pytest plugin: which tests run, and what each says of its rules."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from hypothesis.internal.conjecture import engine, providers
from hypothesis.internal.constants_ast import Constants

from contract_tests.choices import Picked
from contract_tests.client import Desk
from contract_tests.document import Document
from contract_tests.escaping import for_terminal
from contract_tests.goods import NothingToBuy
from contract_tests.ledger import Broken, Gone, Ledger, NotReached
from contract_tests.target import Target

NAME = "contract-examination"


def rules_of(item: pytest.Item) -> tuple[str, ...]:
    """The rules that a test is marked with."""
    return tuple(id_ for mark in item.iter_markers("rule") for id_ in mark.args)


class Examination:
    """Runs within pytest; its desk's ledger has the verdicts."""

    def __init__(self, target: Target, document: Document, picked: Picked) -> None:
        self.desk = Desk(target, document, Ledger(document.rules))
        self._picked = picked
        # hypothesis makes each finding as short as it can, by default for five minutes
        engine.MAX_SHRINKING_SECONDS = target.deep(fast=3, default=10, thorough=300)
        # and it reads all source that is not installed for values to try: slow, and a seed would
        # mean something else in each place
        providers._get_local_constants = Constants
        self.stopped = ""
        """Why it could not go on."""

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Only what was asked for."""
        depth = self.desk.target.depth
        left_out = [
            item
            for item in items
            if not self._picked.has(rules_of(item))
            or (item.get_closest_marker("thorough") and depth != "thorough")
            or (item.get_closest_marker("slow") and depth == "fast")
        ]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]
        items.sort(key=lambda item: item.get_closest_marker("late") is not None)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """What a fixture can't reach, its test can't."""
        self.desk.ledger.begin(item.nodeid)
        yield from self._judged(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """The test's word on its rules."""
        ledger, rules = self.desk.ledger, rules_of(item)
        yield from self._judged(item)
        found = ledger.of_test(item.nodeid)
        broken = {finding.rule for finding in found}
        ledger.holds(rule for rule in rules if rule not in broken)
        if found:
            words = "; ".join(f"{finding.rule}: {finding.message}" for finding in found[:5])
            raise Broken(words, found[0].rule)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Escape what JUnit's XML and pytest's own terminal show of a test."""
        report = yield
        report.longrepr = _escaped(report.longrepr)
        return report

    def _judged(self, item: pytest.Item) -> Iterator[None]:
        ledger, rules = self.desk.ledger, rules_of(item)
        try:
            yield
        except NotReached as missed:
            ledger.misses(rules, str(missed))
            pytest.skip(str(missed))
        except Gone as error:
            self.stopped = str(error)
            pytest.exit(for_terminal(self.stopped), returncode=2)
        except (Broken, AssertionError) as error:
            for rule in getattr(error, "rules", ()) or rules[:1] or ("C-conv-7",):
                ledger.broke(rule, _words(error))
            raise
        except NothingToBuy as error:
            self.stopped = str(error)
            pytest.exit(for_terminal(self.stopped), returncode=2)
        except Exception as error:
            # An answer of another shape than the contract's ends here; the shape is noted already.
            if not ledger.of_test(item.nodeid) and rules:
                ledger.broke(rules[0], f"the answer can't be read: {type(error).__name__}: {error}")
            raise


def _escaped(longrepr: Any) -> Any:
    if longrepr is None:
        return None
    if isinstance(longrepr, tuple):  # a skipped test: path, line, reason
        path, line, reason = longrepr
        return path, line, for_terminal(reason)
    text = str(longrepr)
    escaped = for_terminal(text, keep_newlines=True)
    return longrepr if escaped == text else escaped  # pytest's own object is in colours


def _words(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
