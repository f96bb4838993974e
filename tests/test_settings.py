"""What can be set, in which order the places count, and what is refused at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from stub_server import resources
from stub_server.settings import Settings
from stub_server.settings_file import SettingsError, find_state_dir
from stub_server.settings_loading import load_settings
from stub_server.settings_sources import OPTIONS

KEYS = {
    "STRIPE_SECRET_KEY": "sk_test_of_an_account",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_of_an_account",
    "STRIPE_WEBHOOK_SECRET": "whsec_of_the_cli",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(flags: Any = None, environment: Any = None, table: str = "") -> Settings:
    """Load settings from flags, environment and the lines of [serve]."""
    file = Path("shopstub.toml")
    if table:
        file.write_text(f"[serve]\n{table}\n", encoding="utf-8")
    return load_settings(flags or {}, environment or {}, file)


@pytest.mark.rule("C-str-4")
@pytest.mark.parametrize("prefix", ["sk_live_", "rk_live_", "pk_live_"])
@pytest.mark.parametrize("name", ["secret_key", "publishable_key"])
def test_live_keys_are_refused(prefix: str, name: str) -> None:
    with pytest.raises(SettingsError, match=r"live key .* test keys only") as error:
        load({name: prefix + "1234567890abcdef"})
    assert "1234567890abcdef" not in str(error.value)


@pytest.mark.rule("C-str-4")
@pytest.mark.parametrize("environment", [{}, {"SHOPSTUB_STRIPE": "test-mode"}])
@pytest.mark.parametrize("variable", list(KEYS))
def test_live_keys_in_the_environment_are_refused_in_either_mode(
    variable: str, environment: dict[str, str]
) -> None:
    with pytest.raises(SettingsError, match=f"{variable} is a live key") as error:
        load({}, {**environment, variable: "sk_live_1234567890abcdef"})
    assert "1234567890abcdef" not in str(error.value)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"port": 70000}, "--port is 70000; it must be a whole number from 0 to 65535."),
        ({"port": -1}, "--port is -1"),
        ({"origins": ("localhost:5173",)}, '--origin is "localhost:5173"; it must be http://'),
        ({"secret_key": "hello"}, "must begin with sk_test_"),
        ({"stripe": "test-mode"}, "STRIPE_SECRET_KEY"),
        ({"speed": 3}, "speed"),
    ],
)
def test_a_wrong_setting_is_named(values: dict[str, Any], words: str) -> None:
    if "speed" in values:
        with pytest.raises(ValueError, match=words):
            Settings(**values)
        return
    with pytest.raises(SettingsError) as error:
        load(values)
    assert words in str(error.value)


@pytest.mark.parametrize(
    ("flags", "environment", "table", "name", "expected"),
    [
        ({}, {}, "", "port", 4600),
        ({}, {}, "port = 5000", "port", 5000),
        ({}, {"SHOPSTUB_PORT": "6000"}, "port = 5000", "port", 6000),
        ({"port": 7000}, {"SHOPSTUB_PORT": "6000"}, "port = 5000", "port", 7000),
        ({"port": 0}, {"SHOPSTUB_PORT": "6000"}, "port = 5000", "port", 0),
        ({"port": None}, {"SHOPSTUB_PORT": ""}, "port = 5000", "port", 5000),
        ({}, {"SHOPSTUB_MEMORY": "0"}, "memory = true", "memory", False),
        ({"memory": False}, {"SHOPSTUB_MEMORY": "1"}, "", "memory", False),
        ({}, {"SHOPSTUB_MEMORY": "yes"}, "", "memory", True),
        ({}, {"SHOPSTUB_QUIET": "1"}, "", "quiet", True),
        ({}, {"SHOPSTUB_PROVIDER_STATES": "0"}, "", "provider_states", False),
        ({}, {"SHOPSTUB_CONTRACT_STATES": "0"}, "", "provider_states", False),
        (
            {},
            {"SHOPSTUB_CONTRACT_STATES": "0", "SHOPSTUB_PROVIDER_STATES": "1"},
            "",
            "provider_states",
            True,
        ),
        ({}, {}, 'origins = "https://a.test"', "origins", ("https://a.test",)),
        ({}, {}, 'origins = ["https://a.test", "*"]', "origins", ("https://a.test", "*")),
        (
            {"origins": ()},
            {"SHOPSTUB_ORIGINS": "https://a.test  https://b.test"},
            "",
            "origins",
            ("https://a.test", "https://b.test"),
        ),
        ({}, {}, 'allow_hosts = ["backend"]', "allow_hosts", ("backend",)),
        ({}, {}, 'allow-hosts = ["*.a.test"]', "allow_hosts", ("*.a.test",)),
        ({}, {"SHOPSTUB_OPENAPI": "b.yaml"}, 'openapi = "a.yaml"', "document", Path("b.yaml")),
        ({}, {}, 'openapi = "a.yaml"', "document", Path("a.yaml")),
        ({}, {}, 'plugin = "none"', "plugin", "none"),
        ({}, {"SHOPSTUB_TOKEN": "t" * 16}, "", "token", "t" * 16),
        ({}, {"SHOPSTUB_WEBHOOK_SECRET": "whsec_1"}, "", "webhook_secret", "whsec_1"),
        ({}, {"SHOPSTUB_STRIPE": "test-mode", **KEYS}, "", "secret_key", "sk_test_of_an_account"),
        ({}, KEYS, 'stripe = "test-mode"', "publishable_key", "pk_test_of_an_account"),
        (
            {"stripe": "test-mode"},
            {**KEYS, "SHOPSTUB_WEBHOOK_SECRET": "whsec_1"},
            "",
            "webhook_secret",
            "whsec_of_the_cli",
        ),
        (
            {"stripe": "test-mode", "webhook_secret": "whsec_2"},
            KEYS,
            "",
            "webhook_secret",
            "whsec_2",
        ),
        ({"stripe": "simulator"}, KEYS, 'stripe = "test-mode"', "stripe", "simulator"),
    ],
)
def test_flags_count_before_environment_before_file(
    flags: Any, environment: Any, table: str, name: str, expected: object
) -> None:
    assert getattr(load(flags, environment, table), name) == expected


@pytest.mark.parametrize(
    ("content", "messages"),
    [
        ("[serve\n", ["shopstub.toml is not valid TOML: ", "line 1"]),
        (b"[serve]\nhost = '\xff'\n", ["shopstub.toml is not valid TOML: "]),
        ("[server]\nport = 1\n", ["no table [server]", "Did you mean “serve”?", "[check]"]),
        ("port = 1\n", ["“port” is outside of the tables", "below a line [serve]"]),
        ("serve = 3\n", ["“serve” is outside of the tables"]),
        ("[serve]\nprot = 1\n", ["[serve]: there is no key “prot”. Did you mean “port”?"]),
        ("[serve]\nzzz = 1\n", ["no key “zzz”. The keys are port, host, "]),
        ('[serve]\nport = "4600"\n', ['[serve]: port is "4600"; it must be a whole number']),
        ("[serve]\nport = true\n", ["port is true; it must be a whole number"]),
        ("[serve]\nport = 70000\n", ["port is 70000; it must be a whole number from 0 to 65535."]),
        ("[serve]\nmemory = 1\n", ["memory is 1; it must be true or false."]),
        ("[serve]\norigins = [1]\n", ["origins is [1]; it must be http://HOST"]),
        ('[serve]\norigins = ["a.test"]\n', ['origins is "a.test"; it must be http://HOST']),
        ("[serve]\nstate-dir = 2020-01-01\n", ['state-dir is "2020-01-01"; it must be a path.']),
        (
            '[serve]\nstripe = "testmode"\n',
            ["“simulator” or “test-mode”", "Did you mean “test-mode”?"],
        ),
        ('[serve]\ntoken = "1234567890abcdefg"\n', ["from the environment only: SHOPSTUB_TOKEN."]),
        ('[serve]\nsecret-key = "sk_test_1"\n', ["environment only: STRIPE_SECRET_KEY."]),
        ('[serve]\nwebhook-secret = "secret"\n', ["webhook-secret must begin with whsec_."]),
        ("[serve]\nport = -1\nmemory = 2\nx = 1\n", ["memory is 2", "no key “x”"]),
    ],
)
def test_a_wrong_file_is_told_with_place_value_and_what_is_allowed(
    content: str | bytes, messages: list[str]
) -> None:
    file = Path("shopstub.toml")
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(SettingsError) as error:
        load_settings({}, {})
    assert str(error.value).startswith("shopstub.toml")
    for message in messages:
        assert message in str(error.value)


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"SHOPSTUB_PORT": "x"}, 'SHOPSTUB_PORT is "x"; it must be a whole number from 0 to'),
        ({"SHOPSTUB_MEMORY": "maybe"}, 'SHOPSTUB_MEMORY is "maybe"; it must be true or false.'),
        ({"SHOPSTUB_STRIPE": "real"}, "SHOPSTUB_STRIPE"),
        ({"SHOPSTUB_ORIGINS": "https://a.test b"}, 'SHOPSTUB_ORIGINS is "b"; it must be http://'),
        ({"SHOPSTUB_CONTRACT_STATES": "x"}, 'SHOPSTUB_CONTRACT_STATES is "x"'),
        ({"SHOPSTUB_WEBHOOK_SECRET": "x"}, "SHOPSTUB_WEBHOOK_SECRET must begin with whsec_."),
        ({**KEYS, "STRIPE_SECRET_KEY": "x", "SHOPSTUB_STRIPE": "test-mode"}, "STRIPE_SECRET_KEY"),
    ],
)
def test_a_wrong_variable_is_named(environment: dict[str, str], message: str) -> None:
    with pytest.raises(SettingsError) as error:
        load({}, environment)
    assert message in str(error.value)


def test_a_secret_that_is_wrong_is_not_shown() -> None:
    with pytest.raises(SettingsError, match="SHOPSTUB_TOKEN") as error:
        load({}, {"SHOPSTUB_TOKEN": "too short"})
    assert "too short" not in str(error.value)


def test_a_value_that_a_better_place_replaces_is_still_checked_for_its_type() -> None:
    with pytest.raises(SettingsError, match="port"):
        load({"port": 4600}, {}, 'port = "x"')


def test_the_checkers_table_is_left_to_it() -> None:
    Path("shopstub.toml").write_text('[check]\nanything = "goes"\n[serve]\nport = 5000\n')
    assert load_settings({}, {}).port == 5000


def test_paths_in_the_file_start_at_its_folder(folder: Path) -> None:
    (folder / "project").mkdir()
    file = folder / "project" / "shopstub.toml"
    file.write_text(f'[serve]\nstate-dir = "state"\nfixtures = "{folder}/data"\n')
    settings = load_settings({}, {}, file)
    assert settings.state_dir == folder / "project" / "state"
    assert settings.fixtures == folder / "data"
    assert find_state_dir({}, file) == settings.state_dir


@pytest.mark.parametrize(
    ("environment", "table", "expected"),
    [
        ({}, None, ".shopstub"),
        ({}, "[serve]\n", ".shopstub"),
        ({}, '[serve]\nstate_dir = "a"\n', "a"),
        ({"SHOPSTUB_STATE_DIR": "b"}, '[serve]\nstate-dir = "a"\n', "b"),
    ],
)
def test_other_commands_find_the_same_state_folder(
    environment: dict[str, str], table: str | None, expected: str
) -> None:
    if table is not None:
        Path("shopstub.toml").write_text(table)
    assert find_state_dir(environment) == load_settings({}, environment).state_dir
    assert find_state_dir(environment) == Path(expected)


def test_settings_that_are_constructed_read_no_other_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOPSTUB_PORT", "5000")
    Path("shopstub.toml").write_text("[serve]\nmemory = true\n")
    assert (Settings().port, Settings().memory) == (4600, False)


def test_every_setting_says_what_it_is_for() -> None:
    assert all(option.description.endswith(".") for option in OPTIONS.values())


def test_the_simulators_keys_stay_the_same_whatever_the_environment_has() -> None:
    assert load({}, KEYS).secret_key == Settings().secret_key
    assert load({}, KEYS).webhook_secret == Settings().webhook_secret


def test_the_contract_of_the_working_directory_is_taken(tmp_path: Path) -> None:
    Path("openapi.yaml").write_bytes(resources.MARK + b" from docs/api.\nopenapi: '3.1.0'\n")
    assert load({"document": None, "fixtures": None}).document == Path("openapi.yaml")
    other = tmp_path / "other.yaml"
    assert load({"document": other}).document == other
