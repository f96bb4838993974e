"""The `previous_attributes` of events."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim.store.previous_attributes import previous_attributes


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, {"b": 2}),
        ({"a": 1}, {"a": 1}, {}),
        ({"a": None}, {"a": {"x": 1}}, {"a": None}),
        ({"a": {"x": 1}}, {"a": None}, {"a": {"x": 1}}),
        ({"metadata": {"a": "1", "b": "2"}}, {"metadata": {"a": "1"}}, {"metadata": {"b": "2"}}),
        ({"metadata": {}}, {"metadata": {"a": "1"}}, {"metadata": {"a": None}}),
        ({"a": {"b": {"c": 1, "d": 2}}}, {"a": {"b": {"c": 9, "d": 2}}}, {"a": {"b": {"c": 1}}}),
        ({"list": [1, 2]}, {"list": [1, 3]}, {"list": [1, 2]}),
        ({"a": {"id": "x", "n": 1}}, {"a": {"id": "y", "n": 1}}, {"a": {"id": "x", "n": 1}}),
        ({}, {"new": 1}, {"new": None}),
        ({"_": {"account": "a"}, "a": 1}, {"a": 2}, {"a": 1}),
    ],
)
def test_only_what_changed_is_told(
    before: dict[str, Any], after: dict[str, Any], told: dict[str, Any]
) -> None:
    assert previous_attributes(before, after) == told
