"""The parameters of operations: what the SDK declares, changed by overlays."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server.stripe_sim import router
from stub_server.stripe_sim.errors import StripeError
from stub_server.stripe_sim.params.declared import DeclaredParams, declared_params
from stub_server.stripe_sim.params.overlays import OMIT, UNSET, adjust
from stub_server.stripe_sim.params.types import Array, Bool, Enum, Hash, Int, Metadata, Str


@pytest.mark.parametrize("where", sorted(router.operations()))
def test_every_overlay_fits_the_declarations(where: str) -> None:
    assert isinstance(router.operations()[where].params.fields, dict)


def test_an_operation_takes_what_is_declared() -> None:
    fields = declared_params("POST refunds").fields
    assert fields["amount"] == Int()
    assert fields["charge"] == Str()
    assert fields["metadata"] == Metadata()
    assert fields["reason"] == Enum(("duplicate", "fraudulent", "requested_by_customer"))
    assert fields["reverse_transfer"] == Bool()
    assert fields["expand"] == Array(Str())


def test_lists_have_pages_of_up_to_a_hundred() -> None:
    assert declared_params("GET refunds")["limit"] == Int(least=1, most=100)


def test_types_are_shared_by_name() -> None:
    shipping: Any = declared_params("POST charges")["shipping"]
    assert shipping.required == ("address", "name")
    assert set(shipping.fields["address"].fields) >= {"city", "line1"}


def test_an_overlay_replaces_adjusts_and_omits() -> None:
    refund = declared_params(
        "POST refunds",
        {"charge": adjust(longest=9), "name": UNSET},
        amount=Int(least=1),
        origin=OMIT,
        reason=adjust(without=("fraudulent",)),
        also={"extra": Bool()},
    )
    assert refund["amount"] == Int(least=1)
    assert refund["charge"] == Str(longest=9)
    assert refund["reason"] == Enum(("duplicate", "requested_by_customer"))
    assert refund["extra"] == Bool()
    assert "name" not in refund
    with pytest.raises(StripeError, match="Received unknown parameter: origin"):
        refund.members({"origin": "customer_balance"})


def test_an_overlay_reaches_into_hashes_and_arrays() -> None:
    product = declared_params(
        "POST products",
        images=adjust({"[]": Str(longest=7)}, longest=2),
        marketing_features=adjust({"name": adjust(longest=3)}, unset=True),
        tax_details={"tax_code": OMIT},
    )
    assert product["images"] == Array(Str(longest=7), longest=2)
    assert product["marketing_features"] == Array(
        Hash({"name": Str(longest=3)}, required=("name",)), unset=True
    )
    details: Any = product["tax_details"]
    assert "tax_code" not in details.fields


def test_a_star_stands_for_all_members_without_an_entry() -> None:
    product: Any = declared_params("POST products", package_dimensions={"*": Int(), "width": OMIT})
    dimensions = product["package_dimensions"]
    assert dimensions.fields == {"height": Int(), "length": Int(), "weight": Int()}
    assert dimensions.required == ("height", "length", "weight")


@pytest.mark.parametrize("overlay", [{"colour": UNSET}, {"shipping": {"colour": UNSET}}])
def test_an_overlay_names_declared_parameters_only(overlay: dict[str, Any]) -> None:
    charge = declared_params("POST charges", **overlay)
    with pytest.raises(KeyError, match="declares no parameter colour") as error:
        _ = charge.fields
    assert error.value.__notes__ == ["in the overlay of POST charges"]


def test_an_operation_reads_as_a_mapping() -> None:
    delete: DeclaredParams = declared_params("DELETE customers/*", also={"expand": Array(Str())})
    assert dict(delete) == {"expand": Array(Str())}
    assert len(delete) == 1
