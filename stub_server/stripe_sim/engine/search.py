"""Search: pages of the objects that fit a query, newest first, and at once up to date."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping

from stub_server.stripe_sim.engine.context import Call, World
from stub_server.stripe_sim.engine.pagination import DEFAULT_LIMIT
from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.params.common import EXPAND
from stub_server.stripe_sim.params.types import Hash, Int, Str
from stub_server.stripe_sim.params.versions import SEARCHABLE, searchable
from stub_server.stripe_sim.store import search_query
from stub_server.stripe_sim.store.schema import Json

PARAMS = Hash(
    {**EXPAND, "limit": Int(least=1, most=100), "page": Str(), "query": Str()},
    required=("query",),
)

CHARGE_FIELDS = {
    "amount": "number",
    "billing_details.address.postal_code": "token",
    "created": "number",
    "currency": "token",
    "customer": "token",
    "disputed": "token",
    "metadata": "token",
    "payment_method_details.": "token",
    "refunded": "token",
    "status": "token",
}
FIELDS: Mapping[str, Mapping[str, str]] = {
    "charges": CHARGE_FIELDS,
    "customers": {
        "created": "number",
        "email": "text",
        "metadata": "token",
        "name": "text",
        "phone": "text",
    },
    "payment_intents": {
        "amount": "number",
        "created": "number",
        "currency": "token",
        "customer": "token",
        "metadata": "token",
        "status": "token",
    },
    "prices": {
        "active": "token",
        "currency": "token",
        "lookup_key": "token",
        "metadata": "token",
        "product": "token",
        "type": "token",
    },
    "products": {
        "active": "token",
        "description": "text",
        "metadata": "token",
        "name": "text",
        "shippable": "token",
        "url": "text",
    },
}
"""What can be searched for, by resource, and how: see `searching.complaint`."""


def charges(world: World, call: Call) -> Json:
    """The account's charges that fit."""
    return _searched(world, call, "charges")


def customers(world: World, call: Call) -> Json:
    """The account's customers that fit."""
    return _searched(world, call, "customers")


def payment_intents(world: World, call: Call) -> Json:
    """The account's PaymentIntents that fit."""
    return _searched(world, call, "payment_intents")


def prices(world: World, call: Call) -> Json:
    """The account's prices that fit."""
    return _searched(world, call, "prices")


def products(world: World, call: Call) -> Json:
    """The account's products that fit."""
    return _searched(world, call, "products")


def _searched(world: World, call: Call, kind: str) -> Json:
    """A page of what fits; `next_page` names where the next one begins."""
    if not searchable(call.version):
        raise bad(
            f"Search is not supported on api version {call.version}. Update your API version, or "  # noqa: S608
            f"set the API Version of this request to {SEARCHABLE} or greater."
        )
    query = _query(call.params["query"], kind)
    limit = call.params.get("limit") or DEFAULT_LIMIT
    shelf = world.books.shelf(kind, call.account)
    until = _place(call.params.get("page"), len(shelf.ids))
    counted = "total_count" in (call.params.get("expand") or ())
    found: list[tuple[int, Json]] = []
    for place, record in _fitting(world, call, kind, query, until):
        found.append((place, record))
        if len(found) > limit:
            break
    shown, more = found[:limit], len(found) > limit
    result: Json = {
        "object": "search_result",
        "data": [record for _, record in shown],
        "has_more": more,
        "next_page": _cursor(shown[-1][0]) if more else None,
        "url": f"/v1/{kind}/search",
    }
    if counted:
        call.params["expand"] = [path for path in call.params["expand"] if path != "total_count"]
        everything = _fitting(world, call, kind, query, len(shelf.ids))
        result["total_count"] = sum(1 for _ in everything)
    return result


def _fitting(
    world: World, call: Call, kind: str, query: search_query.Query, until: int
) -> Iterator[tuple[int, Json]]:
    shelf = world.books.shelf(kind, call.account)
    for place in shelf.places_of({}, 0, until):
        record = world.books.get(kind, call.account, shelf.ids[place] or "")
        if record is not None and search_query.matches(query, _searchable(record), FIELDS[kind]):
            yield place, record


def _searchable(record: Json) -> Json:
    """The object as a query sees it: a charge of which nothing went back is not `refunded` at all,
    and one of which a part went back is so falsely."""
    if record["object"] == "charge" and not record["amount_refunded"]:
        return {**record, "refunded": None}
    return record


def _query(text: str, kind: str) -> search_query.Query:
    try:
        query = search_query.read(text)
    except search_query.UnreadableError as error:
        raise bad(str(error)) from error
    for clause in query.clauses:
        said = search_query.complaint(clause, FIELDS[kind], kind)
        if said:
            raise bad(said)
    return query


def _cursor(place: int) -> str:
    return urlsafe_b64encode(f"before:{place}".encode()).decode().rstrip("=")


def _place(cursor: str | None, end: int) -> int:
    if cursor is None:
        return end
    try:
        word, place = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(":")
        if word == "before":
            return min(int(place), end)
    except ValueError:
        pass
    raise bad(f"Invalid page: {cursor}", "page")
