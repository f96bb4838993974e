"""Parsing of form bodies and query strings to a tree of strings: `a[b][]=c`."""

from __future__ import annotations

from urllib.parse import unquote_plus

from stub_server.stripe_sim.errors import invalid_request

Tree = dict[str, "str | Tree"]
"""A hash or an array; the names of an array are indexes."""

MAX_DEPTH, MAX_PARAMS = 12, 2000
"""Maximum depth of the tree, and number of parameters."""


def parse_pairs(text: bytes) -> list[tuple[str, str]]:
    """Return the pairs in their order. Raise StripeError 400 if there are too many."""
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
    """Return the pairs nested by their names; of equal names the last one counts."""
    tree: Tree = {}
    for name, value in pairs:
        if "[" in name:
            _insert(tree, _path(name), value)
        else:
            tree[name] = value
    return tree


def _path(name: str) -> list[str]:
    """Split `a[b][]` to a, b and the empty name. Raise StripeError 400 if it is malformed."""
    head, _, rest = name.partition("[")
    if not head or not rest.endswith("]"):
        raise invalid_request(f"Invalid parameter name: {name}", name)
    path = [head, *rest[:-1].split("][")]
    if len(path) > MAX_DEPTH:
        raise invalid_request(f"Your parameters are nested too deeply: {name}", name)
    return path


def _insert(tree: Tree, path: list[str], value: str) -> None:
    node = tree
    for at, name in enumerate(path[:-1]):
        key = name or _element_key(node, path[at + 1 :])
        below = node.get(key)
        if not isinstance(below, dict):
            below = node[key] = {}
        node = below
    node[path[-1] or str(len(node))] = value


def _element_key(array: Tree, rest: list[str]) -> str:
    """Return the index for `[]`: of the last element, or a new one if that has the rest."""
    last = str(len(array) - 1)
    node: str | Tree | None = array.get(last)
    for name in rest:
        if not isinstance(node, dict):
            break
        if name == "":
            return last  # `a[][b][]=…`: one more for the last element's own array
        node = node.get(name)
    return str(len(array)) if node is not None or not array else last
