from __future__ import annotations

from stub_server.shop.domain.catalogue import build_catalogue, product_not_found
from tests.shop import samples


def test_a_catalogue_keeps_its_order_and_finds_by_id() -> None:
    soda, bad = samples.product("soda"), samples.product("bad")
    catalogue = build_catalogue([soda, bad])
    assert list(catalogue.values()) == [soda, bad]
    assert catalogue.get("bad") is bad
    assert catalogue.get("nothing") is None


def test_a_product_that_is_not_there_is_named() -> None:
    assert "nothing" in product_not_found("nothing").message
