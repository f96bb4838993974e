"""Which operations a cell means, and which ones an error code belongs to where nobody says.

A cell names operations by id, `METHOD /path`, a path (all its methods), a path ending in `*`, or
`all`; "all with a body" and "all with a login" mean those. Where no cell says it, a code belongs to
the endpoint that a heading above names; else to the one operation whose last word of the path is in
the code's own description ("at intent creation"), or the only one whose body has a member that the
description names ("billing address"); else by its status: 404 to operations with a path parameter,
401 and 403 to those with a login if there are any, any other to those with a body; and to all of
the page if that leaves none. The webhook, which no browser calls, is only meant by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.inline import Inline
from stub_server.contract.model import Operation

_ALL = {"all", "any", "every", "each", "everywhere", "*"}
_LOGIN = {"login", "logged", "authenticated", "customer"}
_BODY = {"body", "bodies"}
_FILLERS = {
    "", "and", "or", "endpoint", "endpoints", "operation", "operations", "of", "this", "page",
    "the", "with", "a", "that", "takes", "take", "in", "requires", "require", "one", "request",
    "requests", "demand", "demands", "need", "needs", "route", "routes", "other", "others", "api",
}  # fmt: skip


def named_operations(
    inline: Inline,
    local: Sequence[Operation],
    every: Sequence[Operation],
    diagnostics: Diagnostics,
) -> list[Operation]:
    """The operations that a cell names, in the document's order.

    local: the page's own; `all` means these.
    """
    found: list[Operation] = []
    methods: list[str] = []
    tokens = [one for one in re.split(r"[\s,;]+", inline.text) if one.strip("&+/|·") or one == "/"]
    general = {one.lower().strip(".:()") for one in tokens}
    wanted = _general(general, local) if general & (_ALL | _LOGIN | _BODY) else []
    if general & (_LOGIN | _BODY) and not wanted:
        _complain([], inline.text, inline, diagnostics)
    for token in tokens:
        plain = token.strip(".:()`")
        if plain.upper() in paths.METHODS and plain.isupper():
            methods.append(plain)
        elif plain.startswith("/") and len(plain) > 1:
            matching = _by_path(plain, methods, every)
            _complain(matching, " ".join([*methods, plain]), inline, diagnostics)
            _compare(matching, plain, inline, diagnostics)
            found += matching
            methods = []
        elif ids := [one for one in every if one.id == plain]:
            found += ids
        elif plain.lower() not in _FILLERS | _ALL | _LOGIN | _BODY and plain not in "–—-&+/|·":
            _complain([], plain, inline, diagnostics)
    return _ordered([*found, *wanted], every)


def _general(words: set[str], local: Sequence[Operation]) -> list[Operation]:
    if words & _BODY:
        return [one for one in local if one.body.kind != "none"]
    if words & _LOGIN:
        return [one for one in local if one.login]
    return list(local)


def _by_path(path: str, methods: Sequence[str], every: Sequence[Operation]) -> list[Operation]:
    template = paths.templated(paths.split_query(path.rstrip("*"))[0]) or path
    wide = path.endswith("*")
    skeleton = paths.skeleton(template)
    return [
        one
        for one in every
        if (not methods or one.method in methods)
        and (
            paths.skeleton(one.path).startswith(skeleton)
            if wide
            else paths.skeleton(one.path) == skeleton
        )
    ]


def _complain(
    found: Sequence[Operation], shown: str, inline: Inline, diagnostics: Diagnostics
) -> None:
    if not found:
        diagnostics.report(
            "unknown-endpoint",
            inline.locate(shown.split(" ")[-1]),
            f"`{shown}` is no endpoint of these pages.",
        )


def _compare(
    found: Sequence[Operation], path: str, inline: Inline, diagnostics: Diagnostics
) -> None:
    names = paths.parameters(paths.templated(path) or "")
    for one in found:
        if names and names != paths.parameters(one.path):
            diagnostics.report(
                "path-parameter-mismatch",
                inline.locate(path),
                f"`{path}` names its parameters otherwise than `{one.path}` does.",
            )


def _ordered(found: Iterable[Operation], every: Sequence[Operation]) -> list[Operation]:
    ids = {one.id for one in found}
    return [one for one in every if one.id in ids]


def operations_in_heading(section: Sequence[str], every: Sequence[Operation]) -> list[Operation]:
    """The operations that the innermost heading with an endpoint names (in lower case)."""
    for title in reversed(section):
        lines = re.findall(r"(?:\b([a-z]+)\s+|^)(/[^\s,;)]*)", title)
        found = [
            one
            for one in every
            for method, path in lines
            if method in ("", one.method.lower())
            and paths.skeleton(paths.templated(path) or path) == paths.skeleton(one.path.lower())
        ] or [one for one in every if one.id.lower() == title]
        if found:
            return _ordered(found, every)
    return []


def derive_operations(
    when: str, statuses: Iterable[int], local: Sequence[Operation]
) -> tuple[list[Operation], str]:
    """The operations of the page that a code belongs to when no cell says it, and words on why."""
    callable_ones = [one for one in local if not one.body.signed] or list(local)
    words = set(re.findall(r"[a-z]+", when.lower()))
    last = {one.id: one.path.rstrip("/").rpartition("/")[2].lower() for one in callable_ones}
    matching = [
        one for one in callable_ones if last[one.id] in words and not last[one.id].startswith("{")
    ]
    if len({one.path for one in matching}) == 1:
        return matching, ", whose path its description names"
    with_member = [(one, word) for one in callable_ones if (word := _member_in(words, one))]
    if len(with_member) == 1:
        return [
            with_member[0][0]
        ], f", whose body has the member `{with_member[0][1]}` of its description"
    given = set(statuses)
    with_body = [one for one in callable_ones if one.body.kind != "none"]
    if given == {404}:
        with_body = [one for one in callable_ones if "{" in one.path] or with_body
    elif given and given <= {401, 403}:
        with_body = [one for one in callable_ones if one.login] or callable_ones
    return with_body or callable_ones, ""


def _member_in(words: set[str], operation: Operation) -> str:
    """The first member of an operation's body that a description names, word by word."""
    for name in operation.members:
        parts = {one.lower() for one in re.findall(r"[A-Z]?[a-z]+", name)}
        if parts and parts <= words and len(name) > 2:
            return name
    return ""
