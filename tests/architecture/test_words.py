"""No metaphors in names and prose, and one word for one thing (docs/glossary.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.prose import (
    ROOT,
    files,
    identifiers,
    is_in,
    module_prose,
    name_of,
    page_prose,
    words_of,
)

WORDS = {
    r"doors?": "endpoint, handler",
    r"houses?|wings?": "package, project",
    r"shelf|shelves": "table, position",
    r"(?<!address )books?": "store, objects, results",
    r"laws?": "contract, rule, import contract",
    r"zoos?": "mutants",
    r"strangers?": "another client, another origin, a mutant",
    r"witness(es)?": "a second implementation, a reference",
    r"desks?": "check session",
    r"tills?": "client; until",
    r"(our|their|its|bank's|stripe's|somebody's) (own )?hands?": "by whom, or through which call",
    r"news": "event",
    r"mishaps?": "fault",
    r"examiners?|examinations?": "checker, run",
}
"""Pattern of a metaphor, or of a word that the glossary replaces → words to use instead."""

NAMES = {
    r"hands?(?! written)": "pass, return; by_hand",
    r"refusals?": "rejection",
    r"breach(es)?": "schema violation",
    r"tame|taming": "equivalent mutant",
    r"filing": "repository",
}
"""The same for identifiers only: in prose these have other meanings."""

ALLOWED = {
    ("tests/contracts/booking", "book"): "a hotel's contract: Book a room",
    ("tests/contract/pages/foreign", "book"): "a hotel's contract: Book a room",
    ("tests/architecture/test_words.py", "*"): "the words themselves",
}
"""Folder or file, and word → reason. Reviewed: each is a literal use of the word."""

TESTED_ONLY = ("tests", "benchmarks", "scripts")
"""Folders whose string constants are data, not messages."""


def _pattern(words: dict[str, str]) -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})\b", re.IGNORECASE)


PROSE, IDENTIFIERS = _pattern(WORDS), _pattern({**WORDS, **NAMES})


def _is_allowed(name: str, word: str) -> bool:
    return any(
        is_in(name, folder) and allowed in ("*", word.lower()) for folder, allowed in ALLOWED
    )


def uses_in_module(name: str, source: str) -> Iterator[tuple[int, str]]:
    """Return each line of a module with a forbidden word, and the word."""
    tree = ast.parse(source)
    for number, identifier in identifiers(tree):
        for use in IDENTIFIERS.finditer(words_of(identifier)):
            if not (use[0] == "hand" and "by hand" in words_of(identifier)):
                yield number, use[0]
    messages = not any(is_in(name, folder) for folder in TESTED_ONLY)
    for number, text in module_prose(source, tree, messages=messages):
        for use in PROSE.finditer(text):
            yield number, use[0]


def uses_in_page(source: str) -> Iterator[tuple[int, str]]:
    """Return each line of a page with a forbidden word, and the word."""
    for number, text in page_prose(source):
        for use in PROSE.finditer(text):
            yield number, use[0]


def uses_in(path: Path) -> list[str]:
    name, source = name_of(path), path.read_text(encoding="utf-8")
    uses = uses_in_module(name, source) if path.suffix == ".py" else uses_in_page(source)
    return [f"{name}:{line}: {word}" for line, word in uses if not _is_allowed(name, word)]


def test_names_and_prose_have_no_metaphors() -> None:
    uses = [use for path in files(".py", ".md") for use in uses_in(path)]
    assert uses == [], "see WORDS and NAMES for better words; ALLOWED is for literal meanings"


@pytest.mark.parametrize(("folder", "word"), ALLOWED)
def test_every_exception_is_used(folder: str, word: str) -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in files(".py", ".md")
        if is_in(name_of(path), folder)
    )
    assert word == "*" or re.search(rf"\b{word}\b", text, re.IGNORECASE)
    assert (ROOT / folder).exists()


@pytest.mark.parametrize(
    ("source", "word"),
    [
        ("class ShopDoor: pass", "door"),
        ("def f(own_books): pass", "books"),
        ("for wing in []: pass", "wing"),
        ("def hand_back(): pass", "hand"),
        ("def f():\n    '''Wait till the end.'''", "till"),
        ("x = 1  # the zoo", "zoo"),
        ("raise ValueError('the law says no')", "law"),
        ("# by our own hand", "our own hand"),
    ],
)
def test_a_metaphor_is_noticed(source: str, word: str) -> None:
    assert [use for _, use in uses_in_module("stub_server/x.py", source)] == [word]


@pytest.mark.parametrize(
    "source",
    [
        "def handler(): pass",
        "booking = 1",
        "# an address book, edited by hand",
        "handwritten = 'door'",
        "def edit_by_hand(): pass",
    ],
)
def test_other_words_are_not_metaphors(source: str) -> None:
    assert not list(uses_in_module("stub_server/x.py", source))


def test_code_and_links_of_a_page_are_not_prose() -> None:
    assert not list(uses_in_page("[mutants](zoo.md) `zoo`\n```\nmake zoo\n```\n"))
    assert list(uses_in_page("the zoo")) == [(1, "zoo")]
