"""Metadata of objects: texts by key, with limits, merged by key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stub_server.stripe_sim.errors import invalid_request
from stub_server.stripe_sim.params.form import Tree
from stub_server.stripe_sim.params.ruby_inspect import ruby_inspect

METADATA_KEYS, METADATA_KEY, METADATA_VALUE = 50, 40, 500


@dataclass(frozen=True, slots=True)
class Metadata:
    """Texts by key; an empty value removes the key, an empty hash removes all."""

    keys: int = field(default=METADATA_KEYS)

    def read(self, value: str | Tree, name: str) -> dict[str, str] | None:
        if isinstance(value, str):
            if not value:
                return None
            raise invalid_request("Invalid object", name)
        metadata: dict[str, str] = {}
        for key, text in value.items():
            if len(key) > METADATA_KEY:
                raise invalid_request(
                    f"Metadata keys can have up to {METADATA_KEY} characters, but you passed in a "
                    f"key that is {len(key)} characters. Invalid key: {key}"
                )
            if "[" in key or "]" in key:
                raise invalid_request(
                    f"Metadata keys can't have square brackets. Invalid key: {key}", name
                )
            if not isinstance(text, str):
                raise invalid_request(
                    f"Invalid value type: {ruby_inspect(text)} must be a string", name
                )
            if len(text) > METADATA_VALUE:
                raise invalid_request(
                    f"Metadata values can have up to {METADATA_VALUE} characters, but you passed "
                    f"in a value that is {len(text)} characters. Invalid value: {text}",
                    name,
                )
            metadata[key] = text
        return metadata


def merge_metadata(old: Mapping[str, str], change: Mapping[str, str] | None) -> dict[str, str]:
    """Return the metadata after a change; None removes all. Raise StripeError 400 over 50 keys."""
    if change is None:
        return {}
    new = {**old, **change}
    merged = {key: text for key, text in new.items() if text}
    if len(merged) > METADATA_KEYS:
        raise invalid_request(
            f"Metadata can have up to {METADATA_KEYS} keys, but you've set {len(merged)}. Email us "
            "at support+metadata@stripe.com for more information.",
            "metadata",
        )
    return merged
