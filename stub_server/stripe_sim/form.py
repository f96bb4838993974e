"""Form bodies and query strings, from pairs to a tree of strings: `a[b][]=c`, Stripe's way."""

from __future__ import annotations

from urllib.parse import parse_qsl

from stub_server.stripe_sim.errors import bad

Tree = dict[str, "str | Tree"]
"""Hashes and arrays alike: an array has its places, or growing numbers, as names."""

DEPTH = 12


def pairs_of(text: bytes) -> list[tuple[str, str]]:
    """The pairs of a form body or query string, in their order. StripeError: too many."""
    try:
        return parse_qsl(text.decode("utf-8", "replace"), True, max_num_fields=2000)
    except ValueError as error:
        raise bad("Your request has too many parameters.") from error


def tree_of(pairs: list[tuple[str, str]]) -> Tree:
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
        raise bad(f"Invalid parameter name: {name}", name)
    path = [head, *rest[:-1].split("][")]
    if len(path) > DEPTH:
        raise bad(f"Your parameters are nested too deeply: {name}", name)
    return path


def _plant(tree: Tree, path: list[str], value: str) -> None:
    node = tree
    for name in path[:-1]:
        below = node.get(name)
        if not isinstance(below, dict):
            below = node[name] = {}
        node = below
    node[path[-1] or str(len(node))] = value


def flat(tree: Tree, below: str = "") -> list[str]:
    """The names in the tree as the caller wrote them: `a[b]`."""
    return [f"{below}[{name}]" if below else name for name in tree]
