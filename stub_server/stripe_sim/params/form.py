"""Form bodies and query strings, from pairs to a tree of strings: `a[b][]=c`, Stripe's way."""

from __future__ import annotations

from urllib.parse import unquote_plus

from stub_server.stripe_sim.errors import invalid_request

Tree = dict[str, "str | Tree"]
"""Hashes and arrays alike: an array has its places, or growing numbers, as names."""

MAX_DEPTH, MAX_PARAMS = 12, 2000
"""How deep, and how many: more is refused."""


def parse_pairs(text: bytes) -> list[tuple[str, str]]:
    """The pairs of a form body or query string, in their order. StripeError: too many."""
    if not text:
        return []
    if text.count(b"&") >= MAX_PARAMS:
        raise invalid_request("Your request has too many parameters.")
    pairs = []
    for part in text.decode("utf-8", "replace").split("&"):
        name, _, value = part.partition("=")
        if part:
            pairs.append((_unquote(name), _unquote(value)))
    return pairs


def _unquote(text: str) -> str:
    return unquote_plus(text) if "%" in text or "+" in text else text


def build_tree(pairs: list[tuple[str, str]]) -> Tree:
    """The pairs, nested as their names say; of a name that comes twice, the last one holds."""
    tree: Tree = {}
    for name, value in pairs:
        if "[" in name:
            _plant(tree, _path(name), value)
        else:
            tree[name] = value
    return tree


def _path(name: str) -> list[str]:
    """`a[b][]` is a, b and the empty name. StripeError: the brackets do not fit."""
    head, _, rest = name.partition("[")
    if not head or not rest.endswith("]"):
        raise invalid_request(f"Invalid parameter name: {name}", name)
    path = [head, *rest[:-1].split("][")]
    if len(path) > MAX_DEPTH:
        raise invalid_request(f"Your parameters are nested too deeply: {name}", name)
    return path


def _plant(tree: Tree, path: list[str], value: str) -> None:
    node = tree
    for at, name in enumerate(path[:-1]):
        key = name or _place(node, path[at + 1 :])
        below = node.get(key)
        if not isinstance(below, dict):
            below = node[key] = {}
        node = below
    node[path[-1] or str(len(node))] = value


def _place(array: Tree, rest: list[str]) -> str:
    """Where `[]` leads to: the last element, or a new one if that has the rest already."""
    last = str(len(array) - 1)
    node: str | Tree | None = array.get(last)
    for name in rest:
        if not isinstance(node, dict):
            break
        if name == "":
            return last  # `a[][b][]=…`: one more for the last element's own array
        node = node.get(name)
    return str(len(array)) if node is not None or not array else last
