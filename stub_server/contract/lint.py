"""Checks of a whole contract that need no document."""

from __future__ import annotations

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.infer.signatures import signature_header
from stub_server.contract.lint_types import check_helpers
from stub_server.contract.model import Contract, Failures, PageInfo
from stub_server.contract.places import Place


def lint(contract: Contract, diagnostics: Diagnostics) -> None:
    """Report gaps and contradictions between the parts of a contract."""
    _check_endpoints(contract, diagnostics)
    _check_logins(contract, diagnostics)
    _check_statuses(contract, diagnostics)
    _check_signatures(contract, diagnostics)
    check_helpers(contract, diagnostics)


def _check_endpoints(contract: Contract, diagnostics: Diagnostics) -> None:
    if contract.pages and not contract.operations:
        message = (
            "No page has an endpoint: write a table (`Method | Path | Body | Returns`), or a "
            "heading such as `POST /api/things` for each."
        )
        diagnostics.report("no-endpoints", Place(contract.pages[0].path, 1), message)


def _check_logins(contract: Contract, diagnostics: Diagnostics) -> None:
    coded = {name for code in contract.errors if 401 in code.statuses for name in code.operations}
    for operation in contract.operations:
        if operation.login and operation.id not in coded:
            message = f"`{operation.line}` needs a login, and no table gives it a code for 401."
            diagnostics.report("login-without-401", operation.place, message)


def _check_signatures(contract: Contract, diagnostics: Diagnostics) -> None:
    for operation in contract.operations:
        if operation.body.signed and not signature_header(operation):
            message = "The body is signed, and no `Headers` cell names the signature's header."
            diagnostics.report("signature-unknown", operation.place, message)


def _check_statuses(contract: Contract, diagnostics: Diagnostics) -> None:
    """Report each status that a page's prose names and no table of it knows."""
    failures = contract.failures()
    known = {page: _statuses_of(page, contract, failures) for page in contract.pages}
    for mention in contract.mentions:
        listed = mention.status >= 400 and mention.listed
        if mention.status not in known[mention.page] and not listed:
            diagnostics.report(
                "unknown-status",
                mention.place,
                f"The text speaks of {mention.status}, and no table gives it to an endpoint or "
                "to a code.",
            )


def _statuses_of(page: PageInfo, contract: Contract, failures: dict[str, Failures]) -> set[int]:
    """The statuses that a page's tables know; the conventions page speaks of all."""
    codes = {
        status
        for code in contract.errors
        if page.conventions or code.page in (page, contract.pages[0])
        for status in code.statuses
    }
    answers = {
        status
        for operation in contract.operations
        if page.conventions or operation.page.title == page.title
        for status in (
            *(success for success, _ in operation.returns.answers()),
            *failures[operation.id],
        )
    }
    return codes | answers
