"""One generated sequence of requests in one session: responses give ids to the next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hypothesis import strategies as st

from contract_tests.harness import expect, links
from contract_tests.harness.client import Client
from contract_tests.harness.links import Link
from contract_tests.harness.packs import KnownIds, Sequences
from contract_tests.harness.schema.requests import body_of, judge, send_case
from contract_tests.harness.session import CheckSession

STEPS = 16
Draw = Callable[[Any], Any]


class Walk:
    """One session of generated requests; by the links, each response gives ids to the next."""

    def __init__(
        self,
        session: CheckSession,
        sequences: Sequences,
        cases: Mapping[tuple[str, bool], Any],
    ) -> None:
        self._session = session
        self._sequences = sequences
        self._cases = cases
        self._links: dict[str, list[Link]] = {}
        names = [name for name, fits in cases if fits]
        found = links.links(session.document, sequences.links)
        for link in found:
            self._links.setdefault(link.source, []).append(link)
        linked = sorted({link.target for link in found} & set(names))
        self._names = [*linked, *sorted(names)]
        """What is drawn from: not from the responses, since hypothesis draws the same again."""

    def run(self, draw: Draw) -> None:
        """Send one sequence. CheckFailed: a response is wrong."""
        self._session.results.recent.clear()
        client, known = self._start(draw(st.booleans()))
        openings = [
            names
            for names in self._sequences.openings
            if all((name, True) in self._cases for name in names)
        ]
        opening = draw(st.sampled_from(openings or [()]))
        for step in range(STEPS):
            if step < len(opening):
                name, fits = opening[step], True
            else:
                name = draw(st.sampled_from(self._names))
                fits = draw(st.sampled_from([True] * 9 + [False]))
            case, which = draw(self._cases[name, fits]), draw(st.integers(0, 5))
            self._send(client, case, name, known, which=which, fits=fits)
        client.close()

    def _start(self, coin: bool) -> tuple[Client, KnownIds]:
        start = self._sequences.start
        return start(self._session, coin) if start else (self._session.new_client(), {})

    def _send(
        self, client: Client, case: Any, name: str, known: KnownIds, *, which: int, fits: bool
    ) -> None:
        checks = self._session.pack.schema
        names, body, has_ids = with_known_ids(case, name, known, which=which, fits=fits)
        if fits and checks.plausible:
            body = checks.plausible(body)
        operation = self._session.document.operations[name]
        exchange = send_case(client, case, operation, names, body)
        judge(checks, operation, exchange, case, fits=fits)
        found_rule = self._sequences.found_rules.get(name)
        if fits and found_rule and has_ids:
            words = f"{name}, of what was just made, is {exchange.status}"
            expect.check(exchange.status not in (403, 404), words, found_rule)
        if exchange.status < 300:
            if self._sequences.forget:
                self._sequences.forget(name, names, known)
            _learn(self._links.get(name, ()), names, body, exchange.json, known)


def with_known_ids(
    case: Any, operation: str, known: KnownIds, *, which: int, fits: bool
) -> tuple[dict[str, str], Any, bool]:
    """Return path parameters and a body with ids that earlier responses named, and whether any is.

    A generated id in the body is no such id: nobody promises that it is found.
    """
    names, body, has_ids = {}, body_of(case), False
    for (target, name), values in known.items():
        if target != operation or not values:
            continue
        chosen = values[which % len(values)]
        if not name.startswith(links.BODY):
            names[name], has_ids = chosen, True
        elif fits and isinstance(body, dict):
            body, has_ids = {**body, name.removeprefix(links.BODY): chosen}, True
    return names, body, has_ids


def _learn(
    found: Sequence[Link], names: Mapping[str, str], request_body: Any, body: Any, known: KnownIds
) -> None:
    """Remember what a response gives to the next requests."""
    for link in found:
        value = links.value(link.expression, names, request_body, body)
        if isinstance(value, str) and value:
            values = known.setdefault((link.target, link.name), [])
            values += [value] if value not in values else []
