"""Flags come before shopstub.toml, and that before the defaults; a mistake is one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from contract_tests.harness.config.errors import ConfigError
from contract_tests.harness.config.load import CheckConfig, load_config
from contract_tests.harness.config.options import OPTIONS
from contract_tests.harness.config.settings import CheckSettings
from contract_tests.packs import LOADER
from contract_tests.shop.options import SHOP_OPTIONS
from contract_tests.shop.settings import ShopSettings

ROOT = Path(__file__).parents[3]
URL = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPSTUB_TOKEN", raising=False)


def load(toml: str = "", **flags: Any) -> CheckConfig:
    if toml:
        Path("shopstub.toml").write_text(toml)
    return load_config({"openapi": str(ROOT / "openapi.yaml"), **flags}, LOADER)


def test_each_option_is_a_setting_and_each_setting_an_option() -> None:
    assert {option.name for option in OPTIONS} == CheckSettings.model_fields.keys() - {"token"}
    assert {option.name for option in SHOP_OPTIONS} == ShopSettings.model_fields.keys()


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIMEOUT", "7")  # the environment is no source of options
    target = load(base_url=URL).target
    assert (target.timeout, target.webhook_timeout, target.profile) == (10.0, 15.0, "default")
    assert target.token is None
    assert target.seed >= 1


def test_flags_come_before_the_file() -> None:
    toml = '[check]\nbase-url = "http://a"\ntimeout = 3\nline-cap = 5\nheader = "X-A: b"\n'
    config = load(toml, timeout="4")
    assert config.target.base_url == "http://a"
    assert config.target.timeout == 4.0
    assert config.target.headers == {"x-a": "b"}
    assert config.pack_settings.line_cap == 5


@pytest.mark.parametrize("name", ["settle", "webhook-timeout", "webhook_timeout"])
def test_the_webhook_timeout_has_a_former_name(name: str) -> None:
    assert load(f'[check]\nbase-url = "{URL}"\n{name} = 2\n').target.webhook_timeout == 2.0


def test_other_tables_are_not_read() -> None:
    assert load("[serve]\nport = 1\n\n[check]\nseed = 5\n", base_url=URL).target.seed == 5


def test_the_token_is_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPSTUB_TOKEN", "abc")
    assert load(base_url=URL).target.authorization == {"authorization": "Bearer abc"}


MISTAKES: dict[str, tuple[str, dict[str, Any], str]] = {
    "flag": ("", {"timeout": "soon"}, "--timeout: 'soon' is not a number."),
    "too little": ("", {"timeout": "0"}, "--timeout: '0' is not at least 0.1."),
    "of the pack": ("", {"line_cap": "many"}, "--line-cap: 'many' is not a number."),
    "tax": ("", {"tax": "-1"}, "--tax: '-1' is not from 0 to 1e9."),
    "file": ("[check]\ntimeout = 'soon'\n", {}, "shopstub.toml: timeout: 'soon' is not a number."),
    "list": ("[check]\nheader = [1]\n", {}, "shopstub.toml: header: 1 is not a list of texts."),
    "two": ("", {"fast": True, "thorough": True}, "--fast and --thorough can't be used together."),
    "unknown": (
        "[check]\ntimeuot = 1\n",
        {},
        "[check] has no option 'timeuot'; did you mean timeout?",
    ),
    "loose": ("timeout = 1\n", {}, "timeout stands outside of a table; move it below [check]."),
    "rule": ("", {"only": ("C-nope-1",)}, "there is no rule 'C-nope-1'"),
    "not of the pack": ("", {"pack": "none", "tax": "7"}, "--tax is no option of the pack none."),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_one_sentence(name: str) -> None:
    toml, flags, words = MISTAKES[name]
    with pytest.raises(ConfigError) as raised:
        load(toml, base_url=URL, **flags)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_rules_that_a_pack_names_can_be_selected() -> None:
    pack = ROOT / "tests" / "contracts" / "booking" / "pack"
    selection = load(base_url=URL, pack=str(pack), only=("B-room-1",)).selection
    assert selection.includes(("B-room-1",))
    assert not selection.includes(("B-room-2",))
