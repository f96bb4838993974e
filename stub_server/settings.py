"""The settings of a run: one model, which flags, environment variables and the file share."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from stub_server import resources
from stub_server.origins import is_loopback
from stub_server.settings_file import STATE_DIR
from stub_server.settings_names import Allowed, Names, secret_names
from stub_server.settings_values import (
    LIVE,
    TEST_PREFIXES,
    Days,
    HostName,
    Origin,
    Port,
    PublicUrl,
    Token,
    live_key_message,
)
from stub_server.shop.domain.shop_policy import Lifetimes
from stub_server.storage import Durability
from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET, WebhookTargets


class Settings(BaseSettings):
    """Settings, validated. `Settings(…)` takes its arguments and the defaults, nothing else;
    `settings_loading.load_settings` reads flags, environment and file.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    port: Annotated[Port, Names()] = Field(
        default=4600, description="Port of the shop; 0 takes any free one."
    )
    host: Annotated[str, Names(default="localhost, this machine only, on IPv4 and IPv6")] = Field(
        default="localhost", description="Address to listen on."
    )
    stripe_port: Annotated[Port, Names()] = Field(
        default=4601, description="Port of the Stripe simulator; 0 takes any free one."
    )
    origins: Annotated[
        tuple[Origin, ...], Names(flag="--origin"), Allowed("http://HOST, https://HOST or *")
    ] = Field(default=(), description="Frontend on another machine that may call from a browser.")
    allow_hosts: Annotated[
        tuple[HostName, ...], Names(flag="--allow-host"), Allowed("a host name or *.DOMAIN")
    ] = Field(default=(), description="Host name to answer for, beside localhost and IP addresses.")
    cert: Annotated[Path | None, Names(default="none: http")] = Field(
        default=None, description="Certificate (PEM) with which both ports speak https."
    )
    key: Annotated[Path | None, Names(default="none: http")] = Field(
        default=None, description="Private key (PEM) of the certificate."
    )
    public_url: Annotated[
        PublicUrl | None, Names(default="where it listens"), Allowed("http://HOST or https://HOST")
    ] = Field(default=None, description="Address of the shop that others use, through a proxy say.")
    stripe_public_url: Annotated[
        PublicUrl | None, Names(default="where it listens"), Allowed("http://HOST or https://HOST")
    ] = Field(default=None, description="The same of the Stripe simulator.")
    trust_proxy: Annotated[bool, Names()] = Field(
        default=False, description="Believe X-Forwarded-For, -Proto and -Host of every request."
    )
    token: Annotated[
        Token | None,
        secret_names(),
        Allowed("a token of 16 or more printable ASCII characters without spaces"),
    ] = Field(
        default=None, description="Token of control calls when the host is not a loopback address."
    )
    webhook_targets: Annotated[WebhookTargets, Names()] = Field(
        default="loopback", description="Where webhook endpoints created over the API may lead."
    )
    webhook_secret: Annotated[
        str, Names(default="a fixed one", secret=True, test_mode_variable="STRIPE_WEBHOOK_SECRET")
    ] = Field(default=WEBHOOK_SECRET, description="Secret that webhooks are signed with.")
    state_dir: Annotated[Path, Names()] = Field(
        default=STATE_DIR, description="Folder with the state."
    )
    memory: Annotated[bool, Names()] = Field(
        default=False, description="Keep the state in memory; it ends with the process."
    )
    durability: Annotated[Durability, Names()] = Field(
        default="process",
        description="What stored state survives: the end of the process, or power loss too (disk).",
    )
    watch: Annotated[bool | None, Names(default="on in a terminal")] = Field(
        default=None, description="Compile pages in docs/api that change, and serve the result."
    )
    quiet: Annotated[bool, Names(short_flag="-q")] = Field(
        default=False, description="Print no line for each request."
    )
    stripe: Annotated[Literal["simulator", "test-mode"], Names()] = Field(
        default="simulator",
        description="The offline simulator, or Stripe's own test mode with STRIPE_SECRET_KEY.",
    )
    secret_key: Annotated[str, secret_names("STRIPE_SECRET_KEY")] = Field(
        default=SECRET_KEY, description="Secret key of the account."
    )
    publishable_key: Annotated[str, secret_names("STRIPE_PUBLISHABLE_KEY")] = Field(
        default=PUBLISHABLE_KEY, description="Publishable key of the account."
    )
    document: Annotated[
        Path,
        Names(
            flag="--openapi",
            variable="SHOPSTUB_OPENAPI",
            key="openapi",
            default="./openapi.yaml if `compile` wrote it, else the shop's own",
        ),
    ] = Field(default_factory=resources.document, description="The compiled contract.")
    pages: Annotated[Path, Names(flag=None, variable=None, key=None)] = Field(
        default_factory=resources.pages, description="The contract's pages."
    )
    fixtures: Annotated[Path, Names(default="the shop's own")] = Field(
        default_factory=resources.fixtures,
        description="Folder with catalogue, shop policy and demo customers.",
    )
    provider_states: Annotated[
        bool | None,
        Names(old_variable="SHOPSTUB_CONTRACT_STATES", default="on loopback addresses only"),
    ] = Field(
        default=None, description="Offer /__contract/state, by which tests set provider states."
    )
    plugin: Annotated[
        Literal["shop", "none"] | None,
        Names(default="the shop, if the document has all of its operations"),
    ] = Field(default=None, description="Plug-in that implements the operations.")

    session_days: Annotated[Days, Names()] = Field(
        default=30, description="Days after which a session that is not used ends, with its cart."
    )
    idempotency_hours: Annotated[int, Field(ge=1, le=8760), Names()] = Field(
        default=24, description="Hours for which the shop replays responses to an Idempotency-Key."
    )
    outbox_days: Annotated[Days, Names()] = Field(
        default=30, description="Days after which a mail in the outbox is deleted."
    )
    outbox_mails: Annotated[int, Field(ge=1, le=1_000_000), Names()] = Field(
        default=1000, description="Most mails in the outbox; the oldest are deleted."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature of pydantic-settings
        init_settings: PydanticBaseSettingsSource,
        *others: Any,  # noqa: ARG003
        **more: Any,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take the arguments alone: tests and embedders don't depend on the working directory."""
        return (init_settings,)

    @field_validator("secret_key", "publishable_key", "webhook_secret")
    @classmethod
    def _check_key(cls, key: str, info: ValidationInfo) -> str:
        """Refuse live keys (C-str-4), and one kind of key in the place of another."""
        if key.startswith(LIVE):
            raise ValueError(live_key_message(key))
        if not key.startswith(prefixes := TEST_PREFIXES[info.field_name or ""]):
            raise ValueError(f"must begin with {' or '.join(prefixes)}.")
        return key

    @model_validator(mode="after")
    def _require_own_keys_in_test_mode(self) -> Settings:
        """Refuse the simulator's keys in test mode, which needs those of one account."""
        examples = (
            ("STRIPE_SECRET_KEY=sk_test_…", self.secret_key == SECRET_KEY),
            ("STRIPE_PUBLISHABLE_KEY=pk_test_…", self.publishable_key == PUBLISHABLE_KEY),
            ("STRIPE_WEBHOOK_SECRET=whsec_…", self.webhook_secret == WEBHOOK_SECRET),
        )
        missing = [example for example, is_missing in examples if is_missing]
        if self.stripe == "test-mode" and missing:
            raise ValueError(
                f"Stripe's test mode needs keys of your account: set {' and '.join(missing)} "
                "(the webhook secret is what `stripe listen --print-secret` prints)."
            )
        return self

    @model_validator(mode="after")
    def _require_both_files_of_tls(self) -> Settings:
        """Refuse a certificate without its key, and the reverse."""
        if (self.cert is None) != (self.key is None):
            raise ValueError("--cert and --key belong together: name both files, or neither.")
        return self

    @property
    def tls(self) -> tuple[Path, Path] | None:
        """Files of certificate and key; None: plain HTTP."""
        return (self.cert, self.key) if self.cert and self.key else None

    @property
    def store_folder(self) -> Path | None:
        """Folder of the store; None: the store is in memory."""
        return None if self.memory else self.state_dir

    @property
    def lifetimes(self) -> Lifetimes:
        """How long the shop stores what ends by itself."""
        return Lifetimes(
            session=timedelta(days=self.session_days),
            idempotency=timedelta(hours=self.idempotency_hours),
            mail=timedelta(days=self.outbox_days),
            mails=self.outbox_mails,
        )

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the stub."""
        return is_loopback(self.host)

    @property
    def offers_states(self) -> bool:
        """Whether tests may set provider states."""
        return self.on_loopback if self.provider_states is None else self.provider_states
