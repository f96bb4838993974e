"""The report as one page of HTML that needs nothing else."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape

from contract_tests.harness.escaping import for_terminal
from contract_tests.harness.reports.facts import Facts, exchanges, findings
from contract_tests.harness.reports.record import operations


def write_page(facts: Facts, path: Path) -> None:
    """Write the page. OSError: it can't be written."""
    environment = Environment(
        loader=PackageLoader("contract_tests.harness.reports", "."),
        autoescape=select_autoescape(["html"]),
        finalize=_without_controls,
    )
    by_page = groupby(facts.rule_results, key=lambda result: result.rule.page)
    html = environment.get_template("page.html").render(
        facts=facts,
        pages=[(page, list(group)) for page, group in by_page],
        operations=operations(facts),
        findings=findings,
        exchanges=exchanges,
    )
    path.write_text(html, "utf-8")


def _without_controls(value: object) -> object:
    """Show the control characters of a value; jinja escapes its HTML afterwards."""
    return for_terminal(value, keep_newlines=True) if isinstance(value, str) else value
