"""Packs are found by short name, import name or path, and what is none is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from contract_tests.harness.document import Document
from contract_tests.harness.pack_loader import PackError
from contract_tests.harness.packs import NO_PACK
from contract_tests.packs import LOADER

ROOT = Path(__file__).parents[3]
BOOKING = ROOT / "tests" / "contracts" / "booking" / "pack"
TEST = "def test_it() -> None: ...\n"


@pytest.mark.parametrize("name", ["shop", "contract_tests.shop", str(ROOT / "contract_tests/shop")])
def test_a_pack_has_three_names(name: str) -> None:
    pack = LOADER.find(name)
    assert pack.name == "shop"
    assert pack.folder == ROOT / "contract_tests" / "shop"


def test_the_shop_s_pack_is_the_default_for_its_operations_only(tmp_path: Path) -> None:
    assert LOADER.default(Document(ROOT / "openapi.yaml")).name == "shop"
    other = tmp_path / "openapi.yaml"
    other.write_text("openapi: 3.1.0\npaths:\n  /a: {get: {operationId: getCart, responses: {}}}\n")
    assert LOADER.default(Document(other)) is NO_PACK
    assert LOADER.find("none") is NO_PACK


def test_a_folder_with_tests_alone_is_a_pack(tmp_path: Path) -> None:
    (tmp_path / "test_it.py").write_text(TEST)
    pack = LOADER.find(str(tmp_path))
    assert (pack.name, pack.folder, pack.operations) == (tmp_path.name, tmp_path, frozenset())


def test_a_folder_s_pack_module_is_read() -> None:
    assert LOADER.find(str(BOOKING)).name == "booking"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("no/such/pack", "no pack 'no/such/pack': neither a folder"),
        ("no_such_package", "the packs that come along are shop, none"),
        ("contract_tests.shop.nothing", "no pack 'contract_tests.shop.nothing'"),
        ("json", "the pack json has no tests"),
        (str(BOOKING / "pack.py"), "is a file; a folder"),
    ],
)
def test_what_is_no_pack_is_named(name: str, words: str) -> None:
    with pytest.raises(PackError, match=words):
        LOADER.find(name)


@pytest.mark.parametrize(
    ("module", "words"),
    [
        ("import a_module_that_is_missing\n", "can't be imported: ModuleNotFoundError"),
        ("PACK = 1 / 0\n", "can't be imported: ZeroDivisionError"),
        ("PACK = 'shop'\n", "has no PACK"),
    ],
)
def test_a_pack_module_that_can_not_be_used_is_named(
    tmp_path: Path, module: str, words: str
) -> None:
    (tmp_path / "test_it.py").write_text(TEST)
    (tmp_path / "pack.py").write_text(module)
    with pytest.raises(PackError, match=words):
        LOADER.find(str(tmp_path))


def test_a_document_that_lacks_a_few_operations_of_a_pack_is_told_so(tmp_path: Path) -> None:
    text = (ROOT / "openapi.yaml").read_text("utf-8")
    (tmp_path / "openapi.yaml").write_text(text.replace("operationId: getMe", "operationId: me"))
    assert "needs getMe" in LOADER.lacking(Document(tmp_path / "openapi.yaml"))
    assert LOADER.lacking(Document(ROOT / "openapi.yaml")) == ""
    (tmp_path / "openapi.yaml").write_text(
        "openapi: 3.1.0\npaths:\n  /a: {get: {operationId: getCart, responses: {}}}\n"
    )
    assert LOADER.lacking(Document(tmp_path / "openapi.yaml")) == ""
