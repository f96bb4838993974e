"""One run, as a pytest plugin: which tests run, and how each ends for its rules."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from typing import Any

import pytest

from contract_tests.harness.config.load import CheckConfig
from contract_tests.harness.document import Rule
from contract_tests.harness.escaping import for_terminal
from contract_tests.harness.failures import CheckFailed, NotReached, RunStopped
from contract_tests.harness.session import CheckSession

DOCUMENT = "document"
"""The rule that the document itself can be used, where no pack has rules for it."""
MARKERS = (
    "rule(*ids): the rules that a test checks",
    "thorough: only with --thorough",
    "slow: not with --fast",
    "late: runs last, on what was begun before",
    "schema_check: generated requests; its rules are the pack's or the operation",
    "sequence_check: generated sequences; likewise",
)


def run_of(config: pytest.Config) -> Run:
    """Return the run under way."""
    run = find_run(config)
    assert run
    return run


def find_run(config: pytest.Config) -> Run | None:
    """Return the run under way, if there is one."""
    plugins = config.pluginmanager.get_plugins()
    return next((plugin for plugin in plugins if isinstance(plugin, Run)), None)


class Run:
    """Selects the tests of a check, and hands their outcomes to the session's results."""

    def __init__(self, config: CheckConfig) -> None:
        self.session = CheckSession(config)
        self.stopped = ""
        """Why it could not go on."""
        self.selection = config.selection
        if not config.pack.schema.rules:
            self.session.results.add_rules(_operation_rules(config))

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declare the markers of rule tests."""
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)

    def pytest_collection_modifyitems(
        self, config: pytest.Config, items: list[pytest.Item]
    ) -> None:
        """Leave only what was asked for; what was begun before runs last."""
        left_out = [item for item in items if not self._includes(item)]
        if left_out:
            config.hook.pytest_deselected(items=left_out)
            items[:] = [item for item in items if item not in left_out]
        items.sort(key=lambda item: item.get_closest_marker("late") is not None)
        for item in items:
            self._add_rules_of(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        """Record what keeps a fixture, and with it its test, from running."""
        self.session.results.start_test(item.nodeid)
        yield from self._recorded(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        """Record how a test ends; one in whose responses something failed does not pass."""
        yield from self._recorded(item)
        self.session.results.finish_test(self.rules_of(item))
        found = self.session.results.of_test(item.nodeid)
        if found:
            words = "; ".join(f"{finding.rule}: {finding.message}" for finding in found[:5])
            raise CheckFailed(words, found[0].rule, evidence=found[0].evidence)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(self) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Escape what JUnit's XML and pytest's own terminal show of a test."""
        report = yield
        report.longrepr = _escaped(report.longrepr)
        return report

    def pytest_sessionfinish(self) -> None:
        """Give back what the tests shared."""
        self.session.close()

    def rules_of(self, item: pytest.Item) -> tuple[str, ...]:
        """Return the rules of a test: those it is marked with, else itself."""
        marked = [name for mark in item.iter_markers("rule") for name in mark.args]
        checks = self.session.pack.schema
        if item.get_closest_marker("schema_check"):
            marked += checks.rules
        if item.get_closest_marker("sequence_check"):
            found = sorted(set(checks.sequences.found_rules.values()))
            marked += [*checks.rules, *found] or self.session.document.operations
        return tuple(marked) or (item.nodeid,)

    def _includes(self, item: pytest.Item) -> bool:
        profile, rules = self.session.target.profile, self.rules_of(item)
        if DOCUMENT in rules and DOCUMENT not in self.session.results.rules:
            return False
        return self.selection.includes(rules) and not (
            (item.get_closest_marker("thorough") and profile != "thorough")
            or (item.get_closest_marker("slow") and profile == "fast")
        )

    def _add_rules_of(self, item: pytest.Item) -> None:
        """Let the report have rules that only a pack names, in the words of their first test."""
        text = (getattr(getattr(item, "obj", None), "__doc__", None) or item.name).strip()
        page = f"pack {self.session.pack.name}"
        rules = self.rules_of(item)
        new = {name: Rule(name, page, text.partition("\n")[0], ()) for name in rules}
        self.session.results.add_rules(new)

    def _recorded(self, item: pytest.Item) -> Iterator[None]:
        results, rules = self.session.results, self.rules_of(item)
        try:
            yield
        except NotReached as missing:
            results.finish_test(rules, missing)
            pytest.skip(str(missing))
        except RunStopped as error:
            self.stopped = str(error)
            pytest.exit(for_terminal(self.stopped), returncode=2)
        except Exception as error:
            results.finish_test(rules, error)
            raise


def _operation_rules(config: CheckConfig) -> dict[str, Rule]:
    document = config.document
    text = "The document can be read, and its examples fit their schemas"
    rules = {DOCUMENT: Rule(DOCUMENT, "Document", text, ())}
    for name, operation in document.operations.items():
        words = f"{operation.method} {operation.path} answers as the document says"
        rules[name] = Rule(name, "Operations", words, (name,))
    return rules


def _escaped(longrepr: Any) -> Any:
    if longrepr is None:
        return None
    if isinstance(longrepr, tuple):  # a skipped test: path, line, reason
        path, line, reason = longrepr
        return path, line, for_terminal(reason)
    text = str(longrepr)
    escaped = for_terminal(text, keep_newlines=True)
    return longrepr if escaped == text else escaped  # pytest's own object is in colours
