"""The pages that the stub shows in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest

from stub_server import resources
from stub_server.server import pages
from stub_server.server.document_file import read

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


HOSTILE_PAGE = """# <img src=x onerror=alert(1)>

[link](javascript:alert(1)) <script>alert(1)</script>

| Id | Rule |
|---|---|
| C-x-1 | <b onclick=alert(1)>text</b> |
"""


def test_hostile_names_and_texts_are_escaped(tmp_path: Path) -> None:
    """S4: page names, the rules' ids and texts, paths and summaries of the document."""
    name = '"><script>alert(1)</script>\x1b\u202e'
    operation = Mock(method=name, path=name, node={"summary": name})
    document = Mock(rule_pages={name: "x", "C-x-1": "x"}, operations={"a": operation})
    for page in (
        pages._home([name], document),
        pages._page(name, [name], HOSTILE_PAGE, document),
    ):
        assert "<script" not in page
        assert "<img" not in page
        assert "<b onclick" not in page
        assert 'href="javascript:' not in page
        assert not {"\x1b", "\u202e"} & set(page)
        assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;\\x1b\\u202e" in page
    assert '<tr id="C-x-1">' in page
