"""Types that a cell names without backticks."""

from __future__ import annotations

import re

from stub_server.contract.inline import Inline
from stub_server.contract.namespace import Namespace
from stub_server.contract.parse import typescript
from stub_server.contract.parse.cell_phrases import IDS, MANY, PART, with_id, wrap_by_phrase
from stub_server.contract.shapes import Type, Union, named_types


def bare_type(text: str, inline: Inline, names: Namespace) -> Type | None:
    """Return the type that a text without backticks names; None unless all of it is declared.

    inline: the cell that the text is from.
    """
    parts = [part.strip() for part in re.split(r"\s+or\s+", text)]
    shapes = [_declared_type(part, inline, names) for part in parts]
    if any(shape is None for shape in shapes):
        return _type_in_phrase(text, inline, names)
    types = tuple(shape for shape in shapes if shape is not None)
    return types[0] if len(types) == 1 else Union(types)


def _type_in_phrase(text: str, inline: Inline, names: Namespace) -> Type | None:
    """The declared type of "list of Order", "part of Order" or "Order with id"."""
    whole = re.sub(IDS, "", text)
    if any(phrase.search(text) for phrase in (PART, MANY)):
        last = _declared_type(whole.split()[-1] if whole.split() else "", inline, names)
        return wrap_by_phrase(last, text) if last else None
    named = _declared_type(whole.strip(), inline, names) if whole != text else None
    return with_id(named) if named else None


def _declared_type(text: str, inline: Inline, names: Namespace) -> Type | None:
    if not text or "\n" in text:
        return None
    shape = typescript.type_of(text, inline.locate)
    known = shape is not None and all(names.knows(named.name) for named in named_types(shape))
    return shape if known else None
