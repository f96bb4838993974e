"""The report as one page of HTML that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from contract_tests.harness.document import Rule
from contract_tests.harness.escaping import for_terminal
from contract_tests.harness.reports.facts import Facts
from contract_tests.harness.reports.json_lines import excerpt
from contract_tests.harness.reports.record import operations
from contract_tests.harness.reports.sentences import SYMBOLS, first_sentence, page_of

HERE = Path(__file__).parent
PAGE_NAME = re.compile(r"[\w-][\w./-]*\.md", re.ASCII)


def write_page(facts: Facts, path: Path) -> None:
    """Write the page. OSError: it can't be written."""
    environment = Environment(
        loader=PackageLoader("contract_tests.harness.reports", "."),
        autoescape=select_autoescape(["html"]),
        finalize=_without_controls,
    )
    style, script = ((HERE / name).read_text("utf-8") for name in ("page.css", "page.js"))
    html = environment.get_template("page.html").render(
        facts=facts,
        operations=operations(facts),
        sums={verdict: len(facts.of(verdict)) for verdict in SYMBOLS},
        symbols=SYMBOLS,
        excerpt=excerpt,
        first_sentence=first_sentence,
        page_of=page_of,
        href=_links(facts, path.absolute().parent),
        style=Markup(style),  # noqa: S704 - our own file
        script=Markup(script),  # noqa: S704 - our own file
        policy=f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'",
    )
    path.write_text(html, "utf-8")


def _links(facts: Facts, folder: Path) -> Callable[[Rule], str]:
    """Return what a rule's page is linked to: at GitHub in its Actions, else the file."""
    pages = facts.target.openapi.absolute().parent / "docs" / "api"

    def href(rule: Rule) -> str:
        if not PAGE_NAME.fullmatch(rule.page) or ".." in rule.page:
            return ""
        page = pages / rule.page
        if not page.is_file():
            return ""
        return _at_github(page) or quote(os.path.relpath(page, folder))

    return href


def _at_github(page: Path) -> str:
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_WORKSPACE")
    server, repository, commit, workspace = (os.environ.get(name, "") for name in names)
    inside = bool(workspace) and page.is_relative_to(workspace)
    if not (inside and server.startswith("https://") and repository and commit):
        return ""
    place = quote(page.relative_to(workspace).as_posix())
    return f"{server}/{quote(repository)}/blob/{quote(commit)}/{place}"


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _without_controls(value: object) -> object:
    """Show the control characters of a value; jinja escapes its HTML afterwards."""
    if isinstance(value, Markup):
        return value
    return for_terminal(value, keep_newlines=True) if isinstance(value, str) else value
