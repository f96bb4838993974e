"""The report as one page of HTML that needs nothing else."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from jinja2 import Environment, PackageLoader, select_autoescape

from contract_tests.escaping import for_terminal
from contract_tests.report import facts as of
from contract_tests.report.facts import Facts


def written(facts: Facts, path: Path) -> None:
    """Write the page. OSError: it can't be written."""
    environment = Environment(
        loader=PackageLoader("contract_tests.report", "."),
        autoescape=select_autoescape(["html"]),
        finalize=_without_controls,
    )
    pages = [
        (page, list(group)) for page, group in groupby(facts.standings, key=lambda it: it.rule.page)
    ]
    html = environment.get_template("page.html").render(
        facts=facts,
        pages=pages,
        operations=of.operations(facts),
        reason=of.reason,
        findings=of.findings,
        exchanges=of.exchanges,
    )
    path.write_text(html, "utf-8")


def _without_controls(value: object) -> object:
    """Show the control characters of a value; jinja escapes its HTML afterwards."""
    return for_terminal(value, keep_newlines=True) if isinstance(value, str) else value
