"""From options to what a run needs: target, document, pack and rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from contract_tests.harness import resources
from contract_tests.harness.config.errors import FILE, ConfigError, config_error
from contract_tests.harness.config.settings import CheckSettings
from contract_tests.harness.config.toml import read_table, reject_unknown
from contract_tests.harness.document import Document
from contract_tests.harness.document_file import DocumentError
from contract_tests.harness.pack_loader import PackError, PackLoader
from contract_tests.harness.packs import Pack
from contract_tests.harness.rules import rules_in
from contract_tests.harness.target import Target


@dataclass(frozen=True, slots=True)
class RuleSelection:
    """Which rules are checked."""

    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()

    def includes(self, rules: tuple[str, ...]) -> bool:
        """Whether a test of these rules is to run."""
        if self.only and not set(rules) & set(self.only):
            return False
        return not (rules and set(rules) <= set(self.skip))


@dataclass(frozen=True, slots=True)
class CheckConfig:
    """All that a run needs. `pack_settings`: the pack's own options, as its model has them."""

    target: Target
    document: Document
    pack: Pack
    pack_settings: Any
    selection: RuleSelection

    def with_target(self, target: Target) -> CheckConfig:
        """Return the same with another target."""
        return replace(self, target=target)


def load_config(options: Mapping[str, Any], loader: PackLoader) -> CheckConfig:
    """Read options and shopstub.toml. ConfigError: they can't be used.

    options: those that were given, by name; None, empty and False stand for none.
    """
    flags = {name: value for name, value in options.items() if value}
    table = read_table()
    if not (flags.get("base_url") or table.get("base_url")):
        raise ConfigError(
            f"no backend is named: shopstub check http://localhost:8000, base-url in the table "
            f"[check] of {FILE}, or pytest's --base-url."
        )
    merged = {**table, **flags}
    try:
        document = Document(_openapi(merged.get("openapi")))
        pack = loader.find(str(merged["pack"])) if merged.get("pack") else loader.default(document)
    except (DocumentError, PackError) as error:
        raise ConfigError(str(error)) from None
    own = set(pack.settings.model_fields) if pack.settings else set()
    known = (CheckSettings.model_fields.keys() - {"token"}) | own
    reject_unknown(table, known)
    foreign = next((name for name in flags if name not in known), None)
    if foreign:
        raise ConfigError(f"--{foreign.replace('_', '-')} is no option of the pack {pack.name}.")
    try:
        settings = CheckSettings(**{name: flags[name] for name in flags if name not in own})
        values = {name: merged[name] for name in merged if name in own}
        pack_settings = pack.settings(**values) if pack.settings else None
    except ValidationError as error:
        raise config_error(error, flags) from None
    selection = RuleSelection(tuple(settings.only), tuple(settings.skip))
    _require_rules(selection, document, pack)
    return CheckConfig(_target(settings, document), document, pack, pack_settings, selection)


def _target(settings: CheckSettings, document: Document) -> Target:
    return Target(
        base_url=settings.base_url,
        openapi=document.path,
        stripe_url=settings.stripe_url,
        stripe_key=settings.stripe_key,
        webhook_secret=settings.webhook_secret,
        state_url=settings.state_url,
        state_command=settings.state_command,
        headers=dict(settings.header),
        cookies=dict(settings.cookie),
        insecure=settings.insecure,
        timeout=settings.timeout,
        webhook_timeout=settings.webhook_timeout,
        profile=settings.profile,
        seed=settings.seed,
        token=settings.token,
    )


def _openapi(option: Any) -> Path:
    if option:
        return Path(str(option))
    here = Path("openapi.yaml")
    return here if here.is_file() else resources.path("openapi.yaml")


def _require_rules(selection: RuleSelection, document: Document, pack: Pack) -> None:
    known = dict.fromkeys(document.rules)
    if not pack.schema.rules:
        known |= dict.fromkeys(document.operations)
    known |= dict.fromkeys(rules_in(pack.folder) if pack.folder else ())
    for name in (*selection.only, *selection.skip):
        if name not in known:
            near = get_close_matches(name, known, 1)
            some = f"did you mean {near[0]}?" if near else ", ".join(list(known)[:4]) + " …"
            raise ConfigError(f"there is no rule {name!r} in {document.path}; {some}")
