"""Ids that earlier responses named, in the next request of a generated sequence."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from contract_tests.harness.schema.sequences import with_known_ids

ADDRESS = ("updateMe", "body/defaultAddressId")


@pytest.mark.parametrize(
    ("known", "body", "has_ids"),
    [
        ({ADDRESS: ["adr_1"]}, {"name": "Ada", "defaultAddressId": "adr_1"}, True),
        ({ADDRESS: []}, {"name": "Ada", "defaultAddressId": "generated"}, False),
        ({}, {"name": "Ada", "defaultAddressId": "generated"}, False),
        (
            {("removeAddress", "id"): ["adr_1"]},
            {"name": "Ada", "defaultAddressId": "generated"},
            False,
        ),
    ],
    ids=["known", "removed since", "never known", "known to another operation"],
)
def test_a_generated_id_is_not_expected_to_be_found(
    known: dict[tuple[str, str], list[str]], body: Any, has_ids: bool
) -> None:
    case = SimpleNamespace(body={"name": "Ada", "defaultAddressId": "generated"})
    filled = with_known_ids(case, "updateMe", known, which=3, fits=True)
    assert filled == ({}, body, has_ids)


def test_an_id_in_the_path_is_expected_to_be_found() -> None:
    case = SimpleNamespace(body=None)
    known = {("getOrder", "id"): ["ord_1", "ord_2"]}
    filled = with_known_ids(case, "getOrder", known, which=1, fits=False)
    assert filled == ({"id": "ord_2"}, None, True)
