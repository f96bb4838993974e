"""The contract as one value: the content of the pages, before it becomes an OpenAPI document.

`parse` builds it; `lint` and `emit` read it and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from typing import Literal as Choice

from stub_server.contract.examples import Exchange, Value
from stub_server.contract.inline import Inline
from stub_server.contract.namespace import Namespace
from stub_server.contract.places import Place
from stub_server.contract.shapes import Member, Primitive, Type

Json = dict[str, Any]
Failures = dict[int, dict[str, str]]


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page as the document names it; `conventions` marks the page that speaks for all."""

    path: str
    title: str
    intro: str
    conventions: bool


@dataclass(frozen=True, slots=True)
class Conventions:
    """Facts about the whole document.

    cookie: the session cookie's name. names_cookie: whether a page says it; else it is a default.
    """

    title: str
    description: str
    version: str
    cookie: str
    names_cookie: bool


@dataclass(frozen=True, slots=True)
class Payload:
    """The content of a body or an answer.

    kind: "none" for nothing at all, "any" for any JSON or nothing, "typed" for `type`.
    signed: a body whose sender signs it.
    status: the success status that the cell names. others: further ones, as in "`Cart` or 204".
    """

    kind: Choice["none", "any", "typed"]
    type: Type | None = None
    signed: bool = False
    status: int | None = None
    optional: bool = False
    others: tuple[int, ...] = ()

    def answers(self) -> Iterator[tuple[int, Payload]]:
        """Each success status with its content: 204, 205 and the 300s have none."""
        first = self.status or 200
        yield first, self
        for status in self.others:
            bare = status in (204, 205) or status >= 300
            if status != first:
                yield (
                    status,
                    Payload("none", status=status) if bare else replace(self, status=status),
                )


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter whose type the page gives; `member` has its name, type and comments."""

    location: Choice["path", "query", "header"]
    member: Member

    @classmethod
    def text(cls, location: Choice["path", "query", "header"], name: str, place: Place) -> Self:
        """An optional parameter that is any text."""
        return cls(location, Member(name, Primitive("string"), optional=True, place=place))

    @property
    def name(self) -> str:
        """The parameter's name, as requests have it."""
        return self.member.name


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the contract, as its row or its section says it.

    path: with parameters in braces. headers: optional request headers. query: names behind `?`.
    login: only for a session that is logged in. session: whether the cookie plays a part at all.
    place: of the cell with its path. members: of the body's type.
    parameters: those that have a type on the page; others are texts.
    """

    id: str
    method: str
    path: str
    body: Payload
    returns: Payload
    page: PageInfo
    summary: str
    description: str
    login: bool
    session: bool
    headers: tuple[str, ...]
    query: tuple[str, ...]
    errors: Inline | None
    place: Place
    members: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()

    @property
    def status(self) -> int:
        """The status of success."""
        return self.returns.status or 200

    @property
    def line(self) -> str:
        """`GET /api/cart`, as people speak of it."""
        return f"{self.method} {self.path}"


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """An error code (or, without a name, a bare status) and the ids of operations that answer it.

    when: the page's own words on when it comes, in Markdown.
    fields: the members of the request that the code is about.
    """

    name: str
    when: str
    page: PageInfo
    place: Place
    statuses: tuple[int, ...]
    operations: tuple[str, ...]
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One numbered rule: its text, its page as the document names it, the operations it binds."""

    id: str
    text: str
    page: str
    operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatusMention:
    """A status that a page's prose names; `listed`: in an item of a list of statuses."""

    status: int
    place: Place
    page: PageInfo
    listed: bool


@dataclass(frozen=True, slots=True)
class Contract:
    """Everything that the pages say, in the order of the pages.

    links: OpenAPI links from an operation's success, by the operation's id.
    """

    conventions: Conventions
    pages: tuple[PageInfo, ...]
    operations: tuple[Operation, ...]
    types: Namespace
    errors: tuple[ErrorCode, ...]
    rules: tuple[Rule, ...]
    links: Mapping[str, Json]
    examples: tuple[Exchange | Value, ...]
    mentions: tuple[StatusMention, ...]

    def failures(self) -> dict[str, Failures]:
        """For each operation's id and each status: the codes, and when they come.

        An operation with a login has a 401 with an empty code where no table gives it one.
        """
        failures: dict[str, Failures] = {operation.id: {} for operation in self.operations}
        for code in self.errors:
            for name in code.operations:
                for status in code.statuses:
                    known = failures[name].setdefault(status, {})
                    known[code.name] = known.get(code.name) or code.when
        for operation in self.operations:
            if operation.login:
                failures[operation.id].setdefault(401, {"": "Nobody is logged in."})
        return failures

    def codes(self) -> dict[str, list[int]]:
        """The statuses of each code, also of those that no operation answers."""
        codes: dict[str, list[int]] = {}
        for code in self.errors:
            if code.name and code.statuses:
                known = codes.setdefault(code.name, [])
                known += [status for status in code.statuses if status not in known]
        return codes

    def error_fields(self) -> dict[str, dict[str, str]]:
        """For each operation's id: the code of each request member that has one of its own."""
        fields: dict[str, dict[str, str]] = {}
        for code in self.errors:
            for name in code.operations if code.fields and code.name else ():
                for member in code.fields:
                    fields.setdefault(name, {}).setdefault(member, code.name)
        return fields
