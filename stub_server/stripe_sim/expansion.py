"""`expand[]`: replaces ids in a response by their objects, up to four levels deep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from stub_server.stripe_sim import registry
from stub_server.stripe_sim.checkout import line_items, sessions
from stub_server.stripe_sim.customers import customer_balances, customer_taxes, tax_ids
from stub_server.stripe_sim.engine.context import Context
from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.spec.expandable import (
    IN_ERRORS,
    ON_REQUEST,
    OTHER_LISTS,
    TABLES_ON_REQUEST,
    Nouns,
    expandable_members,
    is_never_expandable,
    item_noun,
)
from stub_server.stripe_sim.store.schema import PRIVATE, Json, public

MAX_DEPTH = 4
CUSTOMER_MEMBERS: Mapping[str, Callable[[Context, Json], Json]] = {
    "cash_balance": lambda ctx, owner: customer_balances.retrieve_cash_balance(ctx, owner["id"]),
    "tax": customer_taxes.build_tax,
}
"""Members of a customer that are built only if `expand[]` names them."""


def expand_paths(ctx: Context, answer: Json, paths: list[str]) -> Json:
    """Return the response with the paths expanded. Raise StripeError 400 if one cannot be."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > MAX_DEPTH:
            raise invalid_request(
                f"You cannot expand more than {MAX_DEPTH} levels of a property. Property: {path}",
                code="property_expansion_max_depth",
            )
        if answer.get("object") in ("list", "search_result") and steps[0] != "data":
            raise _not_expandable(path, f" You may want to try expanding 'data.{path}' instead.")
        _walk(ctx, answer, steps, path, answer)
    return answer


def _walk(
    ctx: Context, node: Any, steps: list[str], path: str, owner: Json, prefix: str = ""
) -> None:
    """Expand a path from a node. `owner`: the object with the node; `prefix`: path between them."""
    if not steps or node is None:
        return
    if isinstance(node, list):
        for item in node:
            _walk(ctx, item, steps, path, owner, prefix)
        return
    # The object of an event is not expanded: it has the state at that time.
    if not isinstance(node, dict) or node.get("object") == "event":
        raise _not_expandable(path)
    name, rest = steps[0], steps[1:]
    if "data" in node and node.get("object") in ("list", "search_result"):
        if name != "data":
            raise _not_expandable(path)
        if not node["data"] and is_never_expandable(item_noun(node["url"]), rest):
            raise _not_expandable(path)
        for item in node["data"]:
            _walk(ctx, item, rest, path, item)
        return
    if "object" in node:
        owner, prefix = node, ""
    links = expandable_members(owner.get("object", ""))
    if name == "refunds" and node.get("object") == "charge":
        node["refunds"] = node.get("refunds") or _refunds(ctx, node["id"])
    elif name == "line_items" and node.get("object") == "checkout.session":
        node["line_items"] = node.get("line_items") or _line_items(ctx, node["id"])
    elif name == "sources" and node.get("object") == "customer":
        node["sources"] = node.get("sources") or _sources(ctx, node["id"])
    elif name == "tax_ids" and node.get("object") == "customer":
        node["tax_ids"] = node.get("tax_ids") or _tax_ids(ctx, node["id"])
    elif name in CUSTOMER_MEMBERS and node.get("object") == "customer":
        node[name] = CUSTOMER_MEMBERS[name](ctx, node)
    elif name in OTHER_LISTS.get(node.get("object", ""), ()):
        node[name] = _empty_list(f"/v1/{node['object']}s/{node['id']}/{name}")
    elif f"{prefix}{name}" in ON_REQUEST.get(owner.get("object", ""), ()):
        _include_on_request(ctx, owner, node, name, f"{prefix}{name}")
    elif f"{prefix}{name}" in links:
        nouns = links[f"{prefix}{name}"]
        if name in node:
            node[name] = _load_linked(ctx, node[name], nouns)
        if node.get(name) is None and len(nouns) == 1 and is_never_expandable(nouns[0], rest):
            raise _not_expandable(path)
    elif not _is_valid_step(node, name, rest, f"{prefix}{name}", links):
        raise _not_expandable(path)
    _walk(ctx, node.get(name), rest, path, owner, f"{prefix}{name}.")


def _include_on_request(ctx: Context, owner: Json, node: Json, name: str, prefix: str) -> None:
    """Add a member that responses have only on request, if the object has it."""
    existing = ctx.find(TABLES_ON_REQUEST[owner["object"]], owner["id"])
    members = existing[PRIVATE].get("more", {}) if existing else {}
    if owner["object"] == "item":
        members = {"discounts": [], "taxes": [], **members}
    if name not in node and prefix in members:
        node[name] = members[prefix]


def _is_valid_step(
    node: Json, name: str, rest: list[str], prefix: str, links: Mapping[str, Nouns]
) -> bool:
    """Return whether the step leads to an object, or to a hash and a further step."""
    child = node.get(name)
    if child is None:
        known = bool(rest) and (f"{prefix}.{rest[0]}" in links or rest[0] in IN_ERRORS)
        return name in node and known
    return isinstance(child, dict | list) and bool(rest or "object" in child)


def _load_linked(ctx: Context, identifier: Any, nouns: Nouns) -> Any:
    """Return the object of an id; return an expanded object or unknown id unchanged."""
    if not isinstance(identifier, str) or not nouns:
        return identifier
    if len(nouns) == 1:
        table = _tables_by_noun().get(nouns[0], "")
    else:
        table = _tables_by_prefix().get(identifier.partition("_")[0], "")
    resource = ctx.resources.get(table)
    existing = ctx.find(table, identifier) if resource else None
    if existing is not None and resource is not None:
        return public(resource.current(ctx, existing) if resource.current else existing)
    if nouns == ("customer",):
        return {"id": identifier, "object": "customer", "deleted": True}
    return identifier


@cache
def _tables_by_noun() -> Mapping[str, str]:
    """Return the table by `object` member."""
    return {resource.object: resource.table for resource in registry.resources().values()}


@cache
def _tables_by_prefix() -> Mapping[str, str]:
    """Return the table by prefix of ids."""
    return {
        prefix: resource.table
        for resource in registry.resources().values()
        for prefix in resource.id_prefixes
    }


def _refunds(ctx: Context, charge: str) -> Json:
    return _first_page(ctx, "refunds", {"charge": charge}, f"/v1/charges/{charge}/refunds")


def _tax_ids(ctx: Context, customer: str) -> Json:
    existing = tax_ids.list_for_expansion(ctx, customer)
    return {**existing, "data": [public(each) for each in existing["data"]]}


def _sources(ctx: Context, customer: str) -> Json:
    url = f"/v1/customers/{customer}/sources"
    return _first_page(ctx, "cards", {"customer": customer}, url)


def _first_page(ctx: Context, table: str, filters: Json, url: str) -> Json:
    """Return the first page of a list, newest first."""
    index = ctx.index(table)
    positions = list(index.positions_of(filters, 0, len(index.ids)))
    existing = [ctx.find(table, index.ids[position] or "") for position in positions[:10]]
    return {
        **_empty_list(url),
        "data": [public(record) for record in existing if record],
        "has_more": len(positions) > 10,
    }


def _line_items(ctx: Context, session: str) -> Json:
    stored = sessions.retrieve(ctx, session)[PRIVATE]["lines"]
    lines = [line_items.public_line_item(line) for line in stored]
    return {
        **_empty_list(f"/v1/checkout/sessions/{session}/line_items"),
        "data": lines[:10],
        "has_more": len(lines) > 10,
    }


def _empty_list(url: str) -> Json:
    return {"object": "list", "data": [], "has_more": False, "url": url}


def _not_expandable(path: str, hint: str = "") -> Exception:
    return invalid_request(f"This property cannot be expanded ({path}).{hint}")
