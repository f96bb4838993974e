"""The pages that the stub shows in a browser."""

from __future__ import annotations

from typing import Any

import pytest

from stub_server import resources
from stub_server.web.document import read

RULES = sorted(read(resources.document()).rule_pages.items())


async def test_home_lists_every_operation_and_links_to_the_pages(buyer: Any) -> None:
    answer = await buyer.client.get("/")
    assert answer.status_code == 200
    assert "/api/checkout/intent" in answer.text
    for page in ("cart", "checkout", "conventions", "customers", "orders"):
        assert f'href="/_stub/docs/{page}"' in answer.text
        assert (await buyer.client.get(f"/_stub/docs/{page}")).status_code == 200


@pytest.mark.parametrize(("rule", "page"), RULES)
async def test_every_rule_has_its_place_on_its_page(buyer: Any, rule: str, page: str) -> None:
    assert f'<tr id="{rule}">' in (await buyer.client.get(f"/_stub/docs/{page}")).text


async def test_a_page_that_is_not_there_is_404(buyer: Any) -> None:
    for name in ("nothing", "..%2F..%2FREADME", "%2Fetc%2Fpasswd"):
        assert (await buyer.client.get(f"/_stub/docs/{name}")).status_code == 404


async def test_the_document_is_served_as_it_is(buyer: Any) -> None:
    answer = await buyer.client.get("/openapi.yaml")
    assert answer.content == resources.document().read_bytes()
