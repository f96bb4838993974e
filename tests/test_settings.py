"""What can be set, and what is refused at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stub_server import app, resources
from stub_server.settings import SettingsError, checked


@pytest.mark.rule("C-str-4")
@pytest.mark.parametrize("prefix", ["sk_live_", "rk_live_", "pk_live_"])
@pytest.mark.parametrize("name", ["secret_key", "publishable_key"])
def test_live_keys_are_refused(prefix: str, name: str) -> None:
    with pytest.raises(SettingsError, match=r"live key .* test keys only") as fault:
        checked(**{name: prefix + "1234567890abcdef"})
    assert "1234567890abcdef" not in str(fault.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"port": 70000}, "port"),
        ({"port": -1}, "port"),
        ({"origins": ("localhost:5173",)}, "origins"),
        ({"secret_key": "hello"}, "begin with sk_test_"),
        ({"stripe": "test-mode"}, "STRIPE_SECRET_KEY"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        checked(**values)


def test_the_simulators_keys_stay_the_same_whatever_the_environment_has() -> None:
    environment = {"STRIPE_SECRET_KEY": "sk_test_of_an_account"}
    assert app.settings_of({}, environment).secret_key == checked().secret_key


def test_test_mode_takes_the_accounts_keys() -> None:
    environment = {
        "STRIPE_SECRET_KEY": "sk_test_of_an_account",
        "STRIPE_PUBLISHABLE_KEY": "pk_test_of_an_account",
        "STRIPE_WEBHOOK_SECRET": "whsec_of_the_cli",
    }
    chosen = app.settings_of({"stripe": "test-mode"}, environment)
    assert chosen.secret_key == "sk_test_of_an_account"
    assert chosen.publishable_key == "pk_test_of_an_account"
    assert chosen.webhook_secret == "whsec_of_the_cli"


def test_the_contract_of_the_working_directory_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openapi.yaml").write_bytes(resources.MARK + b" from docs/api.\nopenapi: '3.1.0'\n")
    monkeypatch.chdir(tmp_path)
    assert app.settings_of({"document": None, "fixtures": None}, {}).document == Path(
        "openapi.yaml"
    )
    other = tmp_path / "other.yaml"
    assert app.settings_of({"document": other}, {}).document == other
