"""Pages of a list, newest first: limit, starting_after, ending_before, created, filters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from heapq import merge
from itertools import islice, product
from typing import Any

from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import bad, no_such
from stub_server.stripe_sim.store.index import Shelf
from stub_server.stripe_sim.store.schema import Json

DEFAULT_LIMIT = 10
OWNERS = {"charge": "charges", "customer": "customers", "payment_intent": "payment_intents"}
"""Filters that name another object, and its kind."""


def page(
    ctx: Context,
    kind: str,
    url: str,
    filters: Mapping[str, Any] | None = None,
    any_of: Mapping[str, Collection[Any]] | None = None,
    fits: Callable[[Json], bool] | None = None,
) -> Json:
    """The page that the call asks for. StripeError 400: it starts after an object that is not.

    `filters`: members and their values, by default the call's own. `any_of`: members, and the
    values of which each has one. `fits`: what no member tells by itself.
    """
    params = ctx.params
    shelf = ctx.index(kind)
    if filters is None:
        filters = {
            name: params[name]
            for name in ctx.resources[kind].filters or ()
            if params.get(name) is not None
        }
        _refuse_unknown(ctx, filters)
    since, until = shelf.span(*_created(params.get("created")))
    after, before = params.get("starting_after"), params.get("ending_before")
    noun = ctx.resources[kind].error_noun
    if after:
        until = min(until, _place(shelf.places, noun, after, "starting_after"))
    if before:
        since = max(since, _place(shelf.places, noun, before, "ending_before") + 1)
    _refuse_both(after, before)
    limit = params.get("limit") or DEFAULT_LIMIT
    matching = _matching(shelf, filters, any_of, since, until)
    if fits is not None:
        matching = _fitting(ctx, kind, matching, fits)
    if before:
        # The page is the nearest to the object, yet newest first like every other.
        places = list(matching)
        has_more, places = len(places) > limit, places[-limit:]
    else:
        places = list(islice(matching, limit + 1))
        has_more, places = len(places) > limit, places[:limit]
    found = (ctx.find(kind, shelf.ids[place] or "") for place in places)
    return {
        "object": "list",
        "url": url,
        "has_more": has_more,
        "data": [record for record in found if record is not None],
    }


def _fitting(
    ctx: Context, kind: str, places: Iterator[int], fits: Callable[[Json], bool]
) -> Iterator[int]:
    shelf = ctx.index(kind)
    for place in places:
        record = ctx.find(kind, shelf.ids[place] or "")
        if record is not None and fits(record):
            yield place


def _refuse_unknown(ctx: Context, filters: Mapping[str, Any]) -> None:
    """StripeError 400: what a list is asked to be about is not there, and never was."""
    for name, kind in OWNERS.items():
        named = filters.get(name)
        if named is None or ctx.find(kind, named):
            continue
        if ctx.simulation.books.store.get("gone", f"{ctx.account}/{named}") is None:
            raise no_such(ctx.resources[kind].error_noun, named, name, in_path=False)


def _matching(
    shelf: Shelf,
    filters: Mapping[str, Any],
    any_of: Mapping[str, Collection[Any]] | None,
    since: int,
    until: int,
) -> Iterator[int]:
    if not any_of:
        return shelf.places_of(filters, since, until)
    chosen = product(*(set(values) for values in any_of.values()))
    each = (
        shelf.places_of({**dict(zip(any_of, values, strict=True)), **filters}, since, until)
        for values in chosen
    )
    return merge(*each, reverse=True)


def _place(places: Mapping[str, int], noun: str, identifier: str, param: str) -> int:
    if identifier not in places:
        raise no_such(noun, identifier, param, in_path=False)
    return places[identifier]


def _created(given: int | Mapping[str, int] | None) -> tuple[int | None, int | None]:
    """The first and the last second that are asked for."""
    if given is None:
        return None, None
    if isinstance(given, int):
        return given, given
    since = (given.get("gte"), _next(given.get("gt"), 1))
    until = (given.get("lte"), _next(given.get("lt"), -1))
    earliest = [second for second in since if second is not None]
    latest = [second for second in until if second is not None]
    return max(earliest, default=None), min(latest, default=None)


def _next(second: int | None, step: int) -> int | None:
    return None if second is None else second + step


def _refuse_both(after: str | None, before: str | None) -> None:
    if after and before:
        raise bad(
            "Received both starting_after and ending_before parameters. Please pass in only one."
        )


def part(everything: list[Json], params: Mapping[str, Any], url: str) -> Json:
    """The page of a list that is kept whole, in its own order."""
    ids = [each["id"] for each in everything]
    after, before = params.get("starting_after"), params.get("ending_before")
    for name, given in (("starting_after", after), ("ending_before", before)):
        if given is not None and given not in ids:
            raise no_such("item", given, name, in_path=False)
    _refuse_both(after, before)
    limit = params.get("limit") or DEFAULT_LIMIT
    left = everything
    if after is not None:
        left = everything[ids.index(after) + 1 :]
    if before is not None:
        left = everything[: ids.index(before)]
    shown = left[-limit:] if before is not None else left[:limit]
    return {"object": "list", "data": shown, "has_more": len(left) > limit, "url": url}
