"""Skeletons of objects."""

from __future__ import annotations

import pytest

from stub_server.stripe_sim.spec.objects import complete, member_names, new_object
from stub_server.stripe_sim.store.schema import PRIVATE

ITEM = "payment_intent_amount_details_line_item"


def test_members_are_in_their_order_and_null_unless_given() -> None:
    item = new_object(ITEM, {"account": "a"}, unit_cost=5, quantity=1, product_name="Tea", id="x")
    assert item == {
        "id": "x",
        "object": ITEM,
        "discount_amount": None,
        "payment_method_options": None,
        "product_code": None,
        "product_name": "Tea",
        "quantity": 1,
        "tax": None,
        "unit_cost": 5,
        "unit_of_measure": None,
        PRIVATE: {"account": "a"},
    }
    assert list(item)[:2] == ["id", "object"]
    assert list(item).index("quantity") < list(item).index("unit_cost")


def test_a_member_that_is_always_there_is_needed() -> None:
    with pytest.raises(TypeError, match=f"{ITEM} needs a value for id"):
        new_object(ITEM, unit_cost=5, quantity=1, product_name="Tea")


def test_a_member_that_is_not_declared_is_refused() -> None:
    with pytest.raises(TypeError, match=f"{ITEM} has no colour"):
        new_object(ITEM, id="x", unit_cost=5, quantity=1, product_name="Tea", colour="red")


def test_optional_members_are_left_out() -> None:
    assert complete("payment_intent/amount_details", {}) == {}
    assert "shipping" in member_names("payment_intent/amount_details")


def test_hashes_inside_of_objects_are_completed() -> None:
    path = f"{ITEM}/payment_method_options/card"
    assert complete(path, {}) == {"commodity_code": None}
