"""Pages of a list, newest first: limit, starting_after, ending_before, created, filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from heapq import merge
from itertools import islice, product
from typing import Any

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request, resource_missing
from stub_server.stripe_sim.store.index import Index
from stub_server.stripe_sim.store.schema import Json

DEFAULT_LIMIT = 10
OWNERS = {"charge": "charges", "customer": "customers", "payment_intent": "payment_intents"}
"""Filter that names another object → table of that object."""


def paginate(
    ctx: Context,
    table: str,
    url: str,
    filters: Mapping[str, Any] | None = None,
    any_of: Mapping[str, Collection[Any]] | None = None,
    predicate: Callable[[Json], bool] | None = None,
) -> Json:
    """Return the requested page. Raise StripeError 400 if its cursor is no object of the list.

    `filters`: values by member, by default those of the request. `any_of`: alternative values by
    member. `predicate`: a further condition on objects.
    """
    params = ctx.params
    index = ctx.index(table)
    if filters is None:
        filters = {
            name: params[name]
            for name in ctx.resources[table].filters or ()
            if params.get(name) is not None
        }
        _require_owners(ctx, filters)
    since, until = index.created_between(*_created_range(params.get("created")))
    after, before = params.get("starting_after"), params.get("ending_before")
    noun = ctx.resources[table].error_noun
    if after:
        until = min(until, _position_of(index.positions, noun, after, "starting_after"))
    if before:
        since = max(since, _position_of(index.positions, noun, before, "ending_before") + 1)
    _validate_cursors(after, before)
    limit = params.get("limit") or DEFAULT_LIMIT
    matching = _matching(index, filters, any_of, since, until)
    if predicate is not None:
        matching = _filter_by_predicate(ctx, table, matching, predicate)
    if before:
        # The page next to the cursor; newest first, as every page.
        positions = list(matching)
        has_more, positions = len(positions) > limit, positions[-limit:]
    else:
        positions = list(islice(matching, limit + 1))
        has_more, positions = len(positions) > limit, positions[:limit]
    records = (ctx.find(table, index.ids[position] or "") for position in positions)
    return {
        "object": "list",
        "url": url,
        "has_more": has_more,
        "data": [record for record in records if record is not None],
    }


def _filter_by_predicate(
    ctx: Context, table: str, positions: Iterator[int], predicate: Callable[[Json], bool]
) -> Iterator[int]:
    index = ctx.index(table)
    for position in positions:
        record = ctx.find(table, index.ids[position] or "")
        if record is not None and predicate(record):
            yield position


def _require_owners(ctx: Context, filters: Mapping[str, Any]) -> None:
    """Raise StripeError 400 if a filter names an object that never existed."""
    for name, table in OWNERS.items():
        owner = filters.get(name)
        if owner is None or ctx.find(table, owner):
            continue
        if ctx.simulation.objects.store.get("gone", f"{ctx.account}/{owner}") is None:
            raise resource_missing(ctx.resources[table].error_noun, owner, name, in_path=False)


def _matching(
    index: Index,
    filters: Mapping[str, Any],
    any_of: Mapping[str, Collection[Any]] | None,
    since: int,
    until: int,
) -> Iterator[int]:
    if not any_of:
        return index.positions_of(filters, since, until)
    combinations = product(*(set(values) for values in any_of.values()))
    pages = (
        index.positions_of({**dict(zip(any_of, values, strict=True)), **filters}, since, until)
        for values in combinations
    )
    return merge(*pages, reverse=True)


def _position_of(positions: Mapping[str, int], noun: str, identifier: str, param: str) -> int:
    if identifier not in positions:
        raise resource_missing(noun, identifier, param, in_path=False)
    return positions[identifier]


def _created_range(created: int | Mapping[str, int] | None) -> tuple[int | None, int | None]:
    """Return the first and the last Unix second of the range."""
    if created is None:
        return None, None
    if isinstance(created, int):
        return created, created
    since = (created.get("gte"), _shift(created.get("gt"), 1))
    until = (created.get("lte"), _shift(created.get("lt"), -1))
    earliest = [second for second in since if second is not None]
    latest = [second for second in until if second is not None]
    return max(earliest, default=None), min(latest, default=None)


def _shift(second: int | None, step: int) -> int | None:
    return None if second is None else second + step


def _validate_cursors(after: str | None, before: str | None) -> None:
    if after and before:
        raise invalid_request(
            "Received both starting_after and ending_before parameters. Please pass in only one."
        )


def paginate_items(items: list[Json], params: Mapping[str, Any], url: str) -> Json:
    """Return the requested page of a complete list, in its order."""
    ids = [each["id"] for each in items]
    after, before = params.get("starting_after"), params.get("ending_before")
    for name, cursor in (("starting_after", after), ("ending_before", before)):
        if cursor is not None and cursor not in ids:
            raise resource_missing("item", cursor, name, in_path=False)
    _validate_cursors(after, before)
    limit = params.get("limit") or DEFAULT_LIMIT
    left = items
    if after is not None:
        left = items[ids.index(after) + 1 :]
    if before is not None:
        left = items[: ids.index(before)]
    shown = left[-limit:] if before is not None else left[:limit]
    return {"object": "list", "data": shown, "has_more": len(left) > limit, "url": url}
