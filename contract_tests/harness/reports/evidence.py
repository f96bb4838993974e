"""What of a finding every report shows: expected and actual, then the exchanges; secrets masked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import STATUS
from contract_tests.harness.reports.curl import curl
from contract_tests.harness.reports.json_lines import Line, lines_of, lines_of_value
from contract_tests.harness.reports.location import marked_paths
from contract_tests.harness.reports.masking import Secrets
from contract_tests.harness.results import Finding
from contract_tests.harness.values import differing_paths, plain


@dataclass(frozen=True, slots=True)
class Step:
    """An exchange as it is shown. `number`: its place in the test, from 1.

    `request`: method and URL. `outcome`: the status, or why there is none. `sent`, `received`: the
    bodies. `headers`: of the response.
    """

    number: int
    request: str
    outcome: str
    count: int
    service: str
    curl: str
    sent: list[Line]
    received: list[Line]
    request_headers: list[str]
    headers: list[str]
    status_marked: bool = False
    session: str = ""
    """The request's cookies, masked."""
    visitor: str = ""
    """`visitor 2`, where requests of several sessions are shown."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is shown. `steps`: the deciding exchange, then those before it, newest first.

    `steps_in_all`: how many the test has, as far as they are known.
    """

    message: str
    test: str
    expected: list[Line]
    actual: list[Line]
    has_values: bool
    steps: list[Step]
    steps_in_all: int


def view_of(finding: Finding, rule_text: str, secrets: Secrets) -> FindingView:
    """Return how a finding is shown. rule_text: expected, where the check names no value."""
    evidence = finding.evidence
    steps = _with_visitors(list(_steps(finding, secrets)))
    if evidence.has_values:
        expected, actual = _sides(evidence.expected, evidence.actual, secrets)
    else:
        expected = [Line(rule_text.replace("`", "") or "as the contract says")]
        actual = [Line(secrets.mask(finding.message), marked=True)]
    return FindingView(
        secrets.mask(finding.message),
        finding.test,
        expected,
        actual,
        evidence.has_values,
        steps,
        max((step.number for step in steps), default=0),
    )


def _steps(finding: Finding, secrets: Secrets) -> Iterator[Step]:
    evidence, trail = finding.evidence, list(finding.exchanges)
    deciding = evidence.exchange
    if deciding is None:
        return
    same = [at for at, each in enumerate(trail) if each.repeats(deciding)]
    place = same[-1] if same else len(trail)
    shown = trail[place] if same else deciding
    yield _step(place + 1, shown, secrets, marked_paths(evidence, shown), evidence.member == STATUS)
    for at in reversed(range(len(trail))):
        if at != place:
            yield _step(at + 1, trail[at], secrets)


def _with_visitors(steps: list[Step]) -> list[Step]:
    """Number the sessions, in the order of their first requests, if there are several."""
    in_order = sorted(steps, key=lambda step: step.number)
    sessions = list(dict.fromkeys(step.session for step in in_order if step.session))
    if len(sessions) < 2:
        return steps
    names = {name: f"visitor {at}" for at, name in enumerate(sessions, 1)}
    return [replace(step, visitor=names.get(step.session, "")) for step in steps]


def _sides(expected: Any, actual: Any, secrets: Secrets) -> tuple[list[Line], list[Line]]:
    """Return both values as lines; those that differ are marked."""
    one, other = plain(expected), plain(actual)
    paths = list(differing_paths(one, other))
    return _side(one, paths, secrets), _side(other, paths, secrets)


def _side(value: Any, paths: list[str], secrets: Secrets) -> list[Line]:
    if isinstance(value, dict | list) and value:
        lines = lines_of_value(value, paths)
    elif isinstance(value, str):
        lines = [Line(line, marked=True) for line in value.splitlines() or ['""']]
    else:
        lines = [Line(line.text, marked=True) for line in lines_of_value(value)]
    return [Line(secrets.mask(line.text), line.marked) for line in lines]


def _step(
    number: int,
    exchange: Exchange,
    secrets: Secrets,
    marks: list[str] | None = None,
    status_marked: bool = False,
) -> Step:
    named = f" {exchange.code}" if exchange.code else ""
    outcome = exchange.failure or f"{exchange.status}{named}"
    return Step(
        number,
        f"{exchange.method} {secrets.mask(exchange.url)}",
        secrets.mask(outcome),
        exchange.count,
        exchange.service,
        curl(exchange, secrets),
        _body(exchange.request_body or b"", secrets, ()),
        _body(exchange.body, secrets, marks or ()),
        [_header(secrets, name, value) for name, value in exchange.request_headers.items()],
        list(_response_headers(exchange, secrets)),
        status_marked,
        _session(exchange, secrets),
    )


def _session(exchange: Exchange, secrets: Secrets) -> str:
    cookies = exchange.request_headers.get("cookie", "")
    return _header(secrets, "cookie", cookies) if cookies else ""


def _header(secrets: Secrets, name: str, value: str) -> str:
    parts = secrets.header_parts(name, value)
    return f"{name}: " + "".join(f"${p.text}" if p.is_variable else p.text for p in parts)


def _response_headers(exchange: Exchange, secrets: Secrets) -> Iterator[str]:
    for name, value in exchange.headers.items():
        if name.lower() != "set-cookie":
            yield f"{name}: {secrets.mask(value)}"
    yield from (f"set-cookie: {secrets.set_cookie(value)}" for value in exchange.set_cookies)


def _body(body: bytes, secrets: Secrets, marks: list[str] | tuple[str, ...]) -> list[Line]:
    if not body:
        return []
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        start = body[:32].hex(" ")
        return [Line(f"({len(body):,} bytes that are no UTF-8: {start} …)")]
    return lines_of(secrets.mask(text), marks)
