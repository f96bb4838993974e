"""Search: pages of the objects that match a query, newest first, without delay."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.engine.pagination import DEFAULT_LIMIT
from stub_server.stripe_sim.engine.resource import Operation
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.common import EXPAND
from stub_server.stripe_sim.params.types import Hash, Int, Str
from stub_server.stripe_sim.params.versions import SEARCHABLE, supports_search
from stub_server.stripe_sim.store import search_query
from stub_server.stripe_sim.store.schema import Json

PARAMS = Hash(
    {**EXPAND, "limit": Int(least=1, most=100), "page": Str(), "query": Str()},
    required=("query",),
)


def search_operation(table: str) -> Operation:
    """Return the operation that searches the resource of the table."""
    return Operation(partial(_search, table=table), PARAMS)


def _search(ctx: Context, *, table: str) -> Json:
    """Return a page of matching objects; `next_page` is the cursor of the next one."""
    if not supports_search(ctx.version):
        raise invalid_request(
            f"Search is not supported on api version {ctx.version}. Update your API version, or "  # noqa: S608
            f"set the API Version of this request to {SEARCHABLE} or greater."
        )
    fields = ctx.resources[table].search
    query = _parse(ctx.params["query"], table, fields)
    limit = ctx.params.get("limit") or DEFAULT_LIMIT
    index = ctx.index(table)
    until = _decode_cursor(ctx.params.get("page"), len(index.ids))
    wants_total = "total_count" in (ctx.params.get("expand") or ())
    matches: list[tuple[int, Json]] = []
    for position, record in _matching(ctx, table, query, until):
        matches.append((position, record))
        if len(matches) > limit:
            break
    page, more = matches[:limit], len(matches) > limit
    result: Json = {
        "object": "search_result",
        "data": [record for _, record in page],
        "has_more": more,
        "next_page": _encode_cursor(page[-1][0]) if more else None,
        "url": f"/v1/{table}/search",
    }
    if wants_total:
        ctx.params["expand"] = [path for path in ctx.params["expand"] if path != "total_count"]
        everything = _matching(ctx, table, query, len(index.ids))
        result["total_count"] = sum(1 for _ in everything)
    return result


def _matching(
    ctx: Context, table: str, query: search_query.Query, until: int
) -> Iterator[tuple[int, Json]]:
    index = ctx.index(table)
    for position in _candidates(ctx, table, query, until):
        record = ctx.find(table, index.ids[position] or "")
        if record is not None and search_query.matches(
            query, _with_search_values(record), ctx.resources[table].search
        ):
            yield position, record


def _candidates(ctx: Context, table: str, query: search_query.Query, until: int) -> Iterable[int]:
    """Return the positions that may match, newest first: of the rarest value, or all."""
    index, fields = ctx.index(table), ctx.resources[table].search
    candidates = [
        index.positions_with(clause.path, partial(_keys_of, clause), search_query.keys(clause))
        for clause in query.clauses
        if not query.any_of and search_query.is_exact(clause, fields)
    ]
    if not candidates:
        return index.positions_of({}, 0, until)
    rarest = min(candidates, key=len)
    return reversed(rarest[: bisect_left(rarest, until)])


def _keys_of(clause: search_query.Clause, record: Json) -> tuple[str | None]:
    return (search_query.key_of(_with_search_values(record), clause),)


def _with_search_values(record: Json) -> Json:
    """Return the object to match: `refunded` of a charge without refunds is null, as at Stripe."""
    if record["object"] == "charge" and not record["amount_refunded"]:
        return {**record, "refunded": None}
    return record


def _parse(text: str, table: str, fields: Mapping[str, str]) -> search_query.Query:
    try:
        query = search_query.parse_query(text)
    except search_query.QueryError as error:
        raise invalid_request(str(error)) from error
    for clause in query.clauses:
        mismatch = search_query.find_mismatch(clause, fields, table)
        if mismatch:
            raise invalid_request(mismatch)
    return query


def _encode_cursor(position: int) -> str:
    return urlsafe_b64encode(f"before:{position}".encode()).decode().rstrip("=")


def _decode_cursor(cursor: str | None, end: int) -> int:
    if cursor is None:
        return end
    try:
        word, position = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(":")
        if word == "before":
            return min(int(position), end)
    except ValueError:
        pass
    raise invalid_request(f"Invalid page: {cursor}", "page")
