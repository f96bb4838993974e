"""The facts in spec/api.json."""

from __future__ import annotations

import pytest

from scripts import stripe_spec
from scripts.stripe_schemas import declarations
from stub_server.stripe_sim.settings import LATEST_VERSION
from stub_server.stripe_sim.spec.api import (
    enum_words,
    load_declarations,
    object_members,
    operation_params,
    shared_type,
)


def test_it_names_the_version_that_it_is_of() -> None:
    assert load_declarations()["version"] == LATEST_VERSION
    assert load_declarations()["sdk"]
    assert load_declarations()["openapi"]


def test_parameters_and_members_are_found_by_name() -> None:
    assert operation_params("POST refunds")["amount"] == "number"
    assert object_members("refund")["charge"] == "id charge?"
    with pytest.raises(KeyError):
        operation_params("POST rainbows")


def test_shared_types_are_found_by_name() -> None:
    name = operation_params("POST charges")["shipping"]
    assert name.startswith("=")
    assert "address!" in shared_type(name[1:])


def test_words_are_found_behind_hashes_arrays_and_shared_types() -> None:
    path = ("shipping_address_collection", "allowed_countries")
    assert "DE" in enum_words("POST checkout/sessions", *path)
    assert "card" in enum_words("POST payment_intents", "allowed_payment_method_types")


@pytest.mark.node
def test_it_is_current() -> None:
    assert stripe_spec.TARGET.read_text(encoding="utf-8") == stripe_spec.text_of(declarations())
