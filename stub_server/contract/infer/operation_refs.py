"""The operations that a cell names, and those of an error code that names none.

A cell names operations by id, `METHOD /path`, a path (all its methods), a path ending in `*`, or
`all`; "all with a body" and "all with a login" mean those. Without such a cell, a code belongs to
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
    tokens = [
        part for part in re.split(r"[\s,;]+", inline.text) if part.strip("&+/|·") or part == "/"
    ]
    general = {token.lower().strip(".:()") for token in tokens}
    wanted = _operations_in_general(general, local) if general & (_ALL | _LOGIN | _BODY) else []
    if general & (_LOGIN | _BODY) and not wanted:
        _report_unknown([], inline.text, inline, diagnostics)
    for token in tokens:
        plain = token.strip(".:()`")
        if plain.upper() in paths.METHODS and plain.isupper():
            methods.append(plain)
        elif plain.startswith("/") and len(plain) > 1:
            matching = _by_path(plain, methods, every)
            _report_unknown(matching, " ".join([*methods, plain]), inline, diagnostics)
            _compare_parameters(matching, plain, inline, diagnostics)
            found += matching
            methods = []
        elif ids := [operation for operation in every if operation.id == plain]:
            found += ids
        elif plain.lower() not in _FILLERS | _ALL | _LOGIN | _BODY and plain not in "–—-&+/|·":
            _report_unknown([], plain, inline, diagnostics)
    return _in_order([*found, *wanted], every)


def _operations_in_general(words: set[str], local: Sequence[Operation]) -> list[Operation]:
    if words & _BODY:
        return [operation for operation in local if operation.body.kind != "none"]
    if words & _LOGIN:
        return [operation for operation in local if operation.login]
    return list(local)


def _by_path(path: str, methods: Sequence[str], every: Sequence[Operation]) -> list[Operation]:
    template = paths.to_template(paths.split_query(path.rstrip("*"))[0]) or path
    wide = path.endswith("*")
    skeleton = paths.skeleton(template)
    return [
        operation
        for operation in every
        if (not methods or operation.method in methods)
        and (
            paths.skeleton(operation.path).startswith(skeleton)
            if wide
            else paths.skeleton(operation.path) == skeleton
        )
    ]


def _report_unknown(
    found: Sequence[Operation], shown: str, inline: Inline, diagnostics: Diagnostics
) -> None:
    if not found:
        diagnostics.report(
            "unknown-endpoint",
            inline.locate(shown.split(" ")[-1]),
            f"`{shown}` is no endpoint of these pages.",
        )


def _compare_parameters(
    found: Sequence[Operation], path: str, inline: Inline, diagnostics: Diagnostics
) -> None:
    names = paths.parameters(paths.to_template(path) or "")
    for operation in found:
        if names and names != paths.parameters(operation.path):
            diagnostics.report(
                "path-parameter-mismatch",
                inline.locate(path),
                f"`{path}` names its parameters otherwise than `{operation.path}` does.",
            )


def _in_order(found: Iterable[Operation], every: Sequence[Operation]) -> list[Operation]:
    ids = {operation.id for operation in found}
    return [operation for operation in every if operation.id in ids]


def operations_in_heading(section: Sequence[str], every: Sequence[Operation]) -> list[Operation]:
    """The operations that the innermost heading with an endpoint names (in lower case)."""
    for title in reversed(section):
        lines = re.findall(r"(?:\b([a-z]+)\s+|^)(/[^\s,;)]*)", title)
        found = [
            operation
            for operation in every
            for method, path in lines
            if method in ("", operation.method.lower())
            and paths.skeleton(paths.to_template(path) or path)
            == paths.skeleton(operation.path.lower())
        ] or [operation for operation in every if operation.id.lower() == title]
        if found:
            return _in_order(found, every)
    return []


def derive_operations(
    when: str, statuses: Iterable[int], local: Sequence[Operation]
) -> tuple[list[Operation], str]:
    """The operations of the page that a code belongs to when no cell says it, and words on why."""
    candidates = [operation for operation in local if not operation.body.signed] or list(local)
    words = set(re.findall(r"[a-z]+", when.lower()))
    last = {
        operation.id: operation.path.rstrip("/").rpartition("/")[2].lower()
        for operation in candidates
    }
    matching = [
        operation
        for operation in candidates
        if last[operation.id] in words and not last[operation.id].startswith("{")
    ]
    if len({operation.path for operation in matching}) == 1:
        return matching, ", whose path its description names"
    with_member = [
        (operation, word) for operation in candidates if (word := _member_in(words, operation))
    ]
    if len(with_member) == 1:
        return [
            with_member[0][0]
        ], f", whose body has the member `{with_member[0][1]}` of its description"
    given = set(statuses)
    with_body = [operation for operation in candidates if operation.body.kind != "none"]
    if given == {404}:
        with_body = [operation for operation in candidates if "{" in operation.path] or with_body
    elif given and given <= {401, 403}:
        with_body = [operation for operation in candidates if operation.login] or candidates
    return with_body or candidates, ""


def _member_in(words: set[str], operation: Operation) -> str:
    """The first member of an operation's body that a description names, word by word."""
    for name in operation.members:
        parts = {word.lower() for word in re.findall(r"[A-Z]?[a-z]+", name)}
        if parts and parts <= words and len(name) > 2:
            return name
    return ""
