"""What a JSON Schema of the declarations allows."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def alternatives_of(schema: Json) -> tuple[list[Json], set[str], bool]:
    """Return the types that a schema allows, its words, and whether it may be empty or null."""
    parts: list[Json] = []
    words: set[str] = set()
    emptied = False
    for part in _flat(schema):
        for word in part.get("enum", [part["const"]] if "const" in part else []):
            if word == "":
                emptied = True
            else:
                words.add(str(word).lower() if isinstance(word, bool) else str(word))
        if part.get("type") == "null":
            emptied = True
        elif "enum" not in part and "const" not in part and "not" not in part:
            parts.append(part)
    return parts, words, emptied


def _flat(schema: Json) -> list[Json]:
    if isinstance(schema.get("type"), list):
        return [{"type": name} for name in schema["type"]]
    if "anyOf" in schema:
        return [flat for part in schema["anyOf"] for flat in _flat(part)]
    return [schema]


def in_order(words: set[str]) -> list[str]:
    """Sort words as Stripe lists them: alphabetically, signs such as `*` at the end."""
    return sorted(words, key=lambda word: (not word[0].isalnum(), word))


def noun_of(part: Json) -> str | None:
    """Return the `object` member of the API's object that a schema stands for, or None."""
    members = part.get("properties", {})
    noun: str | None = members.get("object", {}).get("const")
    return noun
