"""The checks against the SDK's declarations notice what they are there to notice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scripts.stripe_schemas import declarations

pytestmark = pytest.mark.node


@pytest.fixture
async def customer(api: Any) -> dict[str, Any]:
    made: dict[str, Any] = await api.post("customers", name="Jenny")
    return made


def list_violations(value: Any, *, partly: bool = False) -> list[str]:
    return declarations().complaints(json.dumps(value).encode(), partly=partly)


async def test_a_good_object_is_good(customer: dict[str, Any]) -> None:
    assert list_violations(customer) == []
    assert list_violations({"error": {"message": "No."}}) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"colour": "red"}, "'colour' was unexpected"),
        ({"created": None}, "created: null is not of type"),
        ({"tax_exempt": "perhaps"}, 'tax_exempt: "perhaps" is not one of'),
        ({"invoice_settings": {}}, '"custom_fields" is a required property'),
        ({"object": "custard"}, "custard: not declared"),
        ({"metadata": {"a": 1}}, "metadata.a: 1 is not of type"),
    ],
)
async def test_a_bad_object_is_not(
    customer: dict[str, Any], change: dict[str, Any], complaint: str
) -> None:
    for value in ({**customer, **change}, {"data": [{"inside": {**customer, **change}}]}):
        found = list_violations(value)
        assert complaint in found[0]
        assert all(customer["id"] in each for each in found) or "not declared" in found[0]


async def test_a_member_may_be_left_out_only_where_it_may(customer: dict[str, Any]) -> None:
    del customer["email"]
    assert list_violations(customer) == [
        f'customer {customer["id"]}: : "email" is a required property'
    ]
    assert list_violations(customer, partly=True) == []
