"""A pack: a folder of rule tests, and what the harness has to know of their contract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from contract_tests.harness.config.options import Option
from contract_tests.harness.document import Document
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import Failure
from contract_tests.harness.links import Link
from contract_tests.harness.target import Target

if TYPE_CHECKING:
    from contract_tests.harness.client import Client
    from contract_tests.harness.session import CheckSession

ResponseCheck = Callable[[Exchange], Iterable[Failure]]
"""What holds of a single response, or of one beside those before it."""


@dataclass(frozen=True)
class Preflight:
    """How to tell the contract's backend from anything else at that address.

    `operation`: a GET without parameters. `noun`: what it answers. `recognises`: whether a
    successful response is one.
    """

    operation: str
    noun: str
    recognises: Callable[[Exchange], bool]


class Visitor:
    """A client that sends generated requests. Subclasses log in, and know ids that exist."""

    client: Client

    def __init__(self, session: CheckSession) -> None:
        self.session = session

    def start(self) -> None:
        """Become a new client, in the state that requests are sent from."""
        self.client = self.session.new_client()

    def known_id(self, operation: str) -> str | None:
        """Return an id that exists, for the parameters of that operation's path."""
        del operation
        return None

    def with_known_ids(self, body: Any, known_id: str) -> Any:
        """Return a generated body with ids that exist in place of generated ones."""
        del known_id
        return body


KnownIds = dict[tuple[str, str], list[str]]
"""By operation and parameter (or `body/` and member): the values that responses named."""


@dataclass(frozen=True)
class Sequences:
    """How generated requests follow each other in one session.

    `links`: beside the document's own. `openings`: operations that sequences begin with.
    `excluded`: operations that no sequence calls. `found_rules`: operation → the rule by which it
    finds what an earlier response named. `start`: (session, coin) → a visitor's client and ids
    that exist. `forget`: drops from known ids what an operation removes; it gets the operation and
    the path parameters that were sent.
    """

    links: tuple[Link, ...] = ()
    openings: tuple[tuple[str, ...], ...] = ((),)
    excluded: frozenset[str] = frozenset()
    found_rules: Mapping[str, str] = field(default_factory=dict)
    start: Callable[[CheckSession, bool], tuple[Client, KnownIds]] | None = None
    forget: Callable[[str, Mapping[str, str], KnownIds], None] | None = None


@dataclass(frozen=True)
class SchemaChecks:
    """How responses and generated requests are held to the document's schemas.

    `rules`: the rules that generated requests are about; none: each operation is its own.
    `shape_rule`: operation → the rule that says what it answers. `error_schemas`: whether bodies
    of 4xx are held to their schemas too. `undocumented`: statuses that any operation may answer.
    `restarts`: operations after which a visitor is another. `visitors`: those that send.
    `plausible`: a fitting body → one that gets further.
    """

    rules: tuple[str, ...] = ()
    shape_rule: Callable[[Document, str], str] | None = None
    error_schemas: bool = True
    undocumented: frozenset[int] = frozenset({413, 429})
    restarts: frozenset[str] = frozenset()
    visitors: Callable[[CheckSession], Sequence[Visitor]] | None = None
    plausible: Callable[[Any], Any] | None = None
    sequences: Sequences = field(default_factory=Sequences)


@dataclass(frozen=True)
class Pack:
    """The tests of one contract, as `pack.py` says; every part may be left out.

    `operations`: those that a document has if this contract is meant. `options`, `settings`: more
    options of `shopstub check`, and the pydantic model that reads them. `rate_limited`: operations
    that the contract limits; `rate_limit_state`: the provider state that lifts the limit, by which
    the endpoint of states is found too.
    `state_answers`: provider state → members of its answer with their types. `response_checks`:
    builds the checks of every response. `unavailable_rule`, `redirect_rule`: what a missing
    response or a 5xx breaks, and what a redirect does. `unseen`: rules that can't be seen from
    outside, and what of them is checked. `diagnose`, `notes`: settings that explain many failures,
    and remarks on how the check was done, from the signals that tests count.
    """

    name: str
    operations: frozenset[str] = frozenset()
    options: tuple[Option, ...] = ()
    settings: type[Any] | None = None
    preflight: Preflight | None = None
    rate_limited: frozenset[str] = frozenset()
    rate_limit_state: str = ""
    state_answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    response_checks: Callable[[], Sequence[ResponseCheck]] = tuple
    unavailable_rule: str = ""
    redirect_rule: str = ""
    unseen: Mapping[str, str] = field(default_factory=dict)
    diagnose: Callable[[Mapping[str, int], Target, Document], list[str]] | None = None
    notes: Callable[[Mapping[str, int]], list[str]] | None = None
    schema: SchemaChecks = field(default_factory=SchemaChecks)
    folder: Path | None = None
    """Where its tests are; None: it has none."""


NO_PACK = Pack("none")
"""Only what the document's schemas say is checked."""
