"""JUnit's XML as GitHub, GitLab and Jenkins show it: a suite a page, a case a rule."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from contract_tests.harness.escaping import for_terminal
from contract_tests.harness.reports.evidence import FindingView
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.sentences import first_sentence, page_of
from contract_tests.harness.reports.text import finding_lines
from contract_tests.harness.results import RuleResult

WIDTH = 100
"""Columns of a failure's text."""
LONGEST = 400
"""Characters of a failure's message: lists show it in a line."""


def junit_xml(facts: Facts) -> bytes:
    """Return the document. Characters that XML lacks are shown as `\\x00`."""
    root = Element("testsuites")
    _set(root, name="shopstub check", time=f"{facts.seconds:.3f}")
    for page, results in facts.by_page.items():
        _add_suite(root, facts, page, results)
    if facts.stopped:
        _add_stop(root, facts)
    for name, tag in (("tests", "testcase"), ("failures", "failure"), ("skipped", "skipped")):
        root.set(name, str(sum(1 for _ in root.iter(tag))))
    root.set("errors", str(sum(1 for _ in root.iter("error"))))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return document + b"\n"


def _add_suite(root: Element, facts: Facts, page: str, results: list[RuleResult]) -> None:
    suite = SubElement(root, "testsuite")
    verdicts = [result.verdict for result in results]
    _set(
        suite,
        name=page or "other",
        tests=str(len(results)),
        failures=str(verdicts.count("broken")),
        skipped=str(verdicts.count("not reached")),
        errors="0",
        time=f"{sum(result.seconds for result in results):.3f}",
    )
    _add_properties(suite, facts)
    for result in results:
        _add_case(suite, facts, page, result)


def _add_properties(suite: Element, facts: Facts) -> None:
    properties = SubElement(suite, "properties")
    for name, value in (
        ("target", facts.target.base_url),
        ("contract", str(facts.target.openapi)),
        ("seed", str(facts.target.seed)),
        ("profile", facts.target.profile),
    ):
        _set(SubElement(properties, "property"), name=name, value=value)


def _add_case(suite: Element, facts: Facts, page: str, result: RuleResult) -> None:
    rule = result.rule
    case = SubElement(suite, "testcase")
    name = f"{rule.id} {first_sentence(rule.text)}".strip()
    _set(case, name=name, classname=f"contract.{page.removesuffix('.md').replace('.', '_')}")
    _set(case, time=f"{result.seconds:.3f}")
    if page.endswith(".md"):
        _set(case, file=page_of(rule))
    if result.verdict == "broken":
        views = facts.findings(result)
        failure = SubElement(case, "failure")
        message = views[0].message.replace("\n", " ")
        shown = message if len(message) <= LONGEST else f"{message[:LONGEST]}…"
        _set(failure, message=shown, type="broken")
        failure.text = _text("\n".join(_body(rule.text, views)))
    elif result.verdict == "not reached":
        _set(SubElement(case, "skipped"), message=facts.reason(result))
    elif result.missing:
        SubElement(case, "system-out").text = _text(f"Kept in part: {facts.reason(result)}")


def _body(rule_text: str, views: list[FindingView]) -> Iterator[str]:
    yield f"Rule: {rule_text}"
    for view in views:
        yield ""
        yield view.message
        yield ""
        yield from (line.text for line in finding_lines(view, WIDTH))
        if view.test:
            yield f"Test: {view.test}"


def _add_stop(root: Element, facts: Facts) -> None:
    suite = SubElement(root, "testsuite")
    _set(suite, name="run", tests="1", failures="0", skipped="0", errors="1", time="0")
    case = SubElement(suite, "testcase")
    _set(case, name="The run came to its end", classname="contract.run", time="0")
    _set(SubElement(case, "error"), message=facts.stopped, type="stopped")


def _set(element: Element, **attributes: str) -> None:
    for name, value in attributes.items():
        element.set(name, for_terminal(value))


def _text(text: str) -> str:
    return for_terminal(text, keep_newlines=True)
