"""`expand[]`: ids in an answer, replaced by the objects that they name, up to four levels deep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from stub_server.stripe_sim.errors import bad
from stub_server.stripe_sim.tables import Json, public
from stub_server.stripe_sim.world import Call, World

DEEPEST = 4

LINKS: Mapping[str, Mapping[str, str]] = {
    "payment_intent": {
        "customer": "customers",
        "latest_charge": "charges",
        "payment_method": "payment_methods",
    },
    "charge": {
        "balance_transaction": "balance_transactions",
        "customer": "customers",
        "failure_balance_transaction": "balance_transactions",
        "payment_intent": "payment_intents",
    },
    "refund": {
        "balance_transaction": "balance_transactions",
        "charge": "charges",
        "customer": "customers",
        "failure_balance_transaction": "balance_transactions",
        "payment_intent": "payment_intents",
        "payment_method": "payment_methods",
    },
    "payment_method": {"customer": "customers"},
    "balance_transaction": {"source": ""},
    "invoice_settings": {"default_payment_method": "payment_methods"},
}
"""Which members of an object are ids, and of what kind; "" where the id itself tells."""

ALWAYS_NULL = {
    "payment_intent": ("application", "on_behalf_of", "review", "source", "payment_record"),
    "charge": ("application", "application_fee", "on_behalf_of", "review", "source_transfer"),
    "refund": ("source_transfer_reversal", "transfer_reversal"),
    "customer": ("default_source", "test_clock", "discount"),
}
"""Members that may be asked for, of which this account has none."""

KINDS = {
    "ch": "charges",
    "py": "charges",
    "re": "refunds",
    "pyr": "refunds",
    "pi": "payment_intents",
}


def expanded(world: World, call: Call, answer: Json, paths: list[str]) -> Json:
    """The answer with what the paths name. StripeError 400: something there cannot be expanded."""
    for path in paths:
        steps = path.split(".")
        if len(steps) > DEEPEST + (steps[0] == "data"):
            raise bad(
                f"You cannot expand more than {DEEPEST} levels of a property. Property: {path}",
                "expand",
            )
        _walk(world, call, answer, steps, path)
    return answer


def _walk(world: World, call: Call, node: Any, steps: list[str], path: str) -> None:
    if not steps or node is None:
        return
    name, rest = steps[0], steps[1:]
    if node.get("object") == "list":
        if name != "data":
            raise _cannot(path)
        for item in node["data"]:
            _walk(world, call, item, rest, path)
        return
    if name == "refunds" and node.get("object") == "charge":
        node["refunds"] = node.get("refunds") or _refunds(world, call, node["id"])
    elif isinstance(node.get(name), str):
        node[name] = _linked(world, call, node, name, path)
    elif not isinstance(node.get(name), dict) and not _may_be_null(node, name):
        raise _cannot(path)
    _walk(world, call, node.get(name), rest, path)


def _may_be_null(node: Json, name: str) -> bool:
    noun = _noun(node)
    return name in LINKS.get(noun, ()) or name in ALWAYS_NULL.get(noun, ())


def _noun(node: Json) -> str:
    return str(node.get("object") or ("invoice_settings" if "footer" in node else ""))


def _linked(world: World, call: Call, node: Json, name: str, path: str) -> Any:
    kind = LINKS.get(_noun(node), {}).get(name)
    if kind is None:
        raise _cannot(path)
    identifier: str = node[name]
    kind = kind or KINDS.get(identifier.partition("_")[0], "charges")
    found = world.books.get(kind, call.account, identifier)
    if found is not None:
        return public(found)
    if kind == "customers":
        return {"id": identifier, "object": "customer", "deleted": True}
    return identifier


def _refunds(world: World, call: Call, charge: str) -> Json:
    shelf = world.books.shelf("refunds", call.account)
    places = list(shelf.places_of({"charge": charge}, 0, len(shelf.ids)))
    found = [world.books.get("refunds", call.account, shelf.ids[at] or "") for at in places[:10]]
    return {
        "object": "list",
        "data": [public(refund) for refund in found if refund],
        "has_more": len(places) > 10,
        "url": f"/v1/charges/{charge}/refunds",
    }


def _cannot(path: str) -> Exception:
    return bad(
        f"This property cannot be expanded ({path}). You may want to try expanding another "
        "property. See https://docs.stripe.com/api/expanding_objects for more information.",
        "expand",
    )
