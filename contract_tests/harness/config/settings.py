"""The settings of a run as one model: flags over shopstub.toml over the defaults here."""

from __future__ import annotations

import os
import random
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from contract_tests.harness.config.toml import CheckTable
from contract_tests.harness.config.values import (
    Address,
    Command,
    Cookies,
    Endpoint,
    Headers,
    Plain,
    Seconds,
    Switch,
    TestKey,
    Texts,
)
from contract_tests.harness.target import SECRET_KEY, WEBHOOK_SECRET, Profile


class CheckSettings(BaseSettings):
    """All options that any contract has. Of the environment, only `SHOPSTUB_TOKEN` is read."""

    model_config = SettingsConfigDict(extra="forbid")

    base_url: Address
    openapi: str | None = None
    pack: str | None = None
    stripe_url: Address | None = None
    stripe_key: TestKey = SECRET_KEY
    webhook_secret: Plain = WEBHOOK_SECRET
    state_url: Endpoint | None = None
    state_command: Command | None = None
    header: Headers = []
    cookie: Cookies = []
    insecure: Switch = False
    only: Texts = []
    skip: Texts = []
    seed: int = Field(default_factory=lambda: random.randrange(1, 1_000_000), ge=0, le=10**9)
    timeout: Annotated[Seconds, Field(ge=0.1)] = 10.0
    webhook_timeout: Seconds = 15.0
    fast: Switch = False
    thorough: Switch = False
    token: str | None = Field(default_factory=lambda: os.environ.get("SHOPSTUB_TOKEN") or None)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags come before the file; the environment is not a source of options."""
        del env_settings, dotenv_settings, file_secret_settings
        return init_settings, CheckTable(settings_cls)

    @model_validator(mode="after")
    def _fit_together(self) -> Self:
        if self.state_url and self.state_command:
            raise ValueError("--state-url and --state-command can't be used together.")
        if self.fast and self.thorough:
            raise ValueError("--fast and --thorough can't be used together.")
        return self

    @property
    def profile(self) -> Profile:
        """How many examples are tried."""
        return "fast" if self.fast else "thorough" if self.thorough else "default"
