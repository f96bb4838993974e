"""Loop variables are nouns, and functions are not called by participles."""

from __future__ import annotations

import ast

import pytest

from tests.architecture.prose import files, functions, identifiers, is_in, name_of

PARTICIPLES = {
    "asked",
    "brought",
    "entered",
    "filed",
    "found",
    "given",
    "hashed",
    "issued",
    "joined",
    "kept",
    "made",
    "met",
    "said",
    "taken",
    "told",
    "verified",
}
"""Not names of functions: they hide whether a call commands or returns."""

PLAIN = (
    "stub_server/runtime",
    "stub_server/server",
    "stub_server/shop",
    "stub_server/storage",
    "stub_server/stripe_sim",
    "tests/architecture",
    "tests/endurance",
    "tests/runtime",
    "tests/shop",
    "tests/storage",
    "tests/stripe_sim",
)
"""Packages whose loop variables are nouns, and whose functions are not participles."""


@pytest.mark.parametrize("folder", PLAIN)
def test_no_variable_is_it_and_no_function_a_participle(folder: str) -> None:
    names = []
    for path in (path for path in files(".py") if is_in(name_of(path), folder)):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names += [f"{name_of(path)}:{line}" for line, name in identifiers(tree) if name == "it"]
        names += [
            f"{name_of(path)}:{line}" for line, name in functions(tree) if name in PARTICIPLES
        ]
    assert names == []
