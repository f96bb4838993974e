"""What can be set, from flags and environment: checked once, at the start."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stub_server import resources
from stub_server.origins import is_loopback
from stub_server.stripe_sim import PUBLISHABLE_KEY, SECRET_KEY, WEBHOOK_SECRET, WebhookTargets

Port = Annotated[int, Field(ge=0, le=65535)]
Origin = Annotated[str, Field(pattern=r"^(\*|https?://[^/\s;,]+)$")]
HostName = Annotated[str, Field(pattern=r"^(\*\.)?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*$")]
Token = Annotated[str, Field(min_length=16, pattern=r"^[!-~]+$")]
LIVE = ("sk_live_", "rk_live_", "pk_live_")


class SettingsFault(Exception):
    """The settings can't be used: says which one, and what to do."""


class Settings(BaseModel):
    """Everything that a run of the stub can be told.

    port, stripe_port: 0 takes any that is free. origins: frontends beside those of the fixtures
    and of this machine. allow_hosts: host names that are served beside loopback names, IP
    addresses and `host`. token: what control calls bring when the host is not a loopback address;
    None makes one at the start. webhook_targets: where endpoints made over the API may lead.
    contract_states: None means on as long as the host is a loopback address.
    plugin: what serves the operations; None takes the shop if the document has all of its own.
    stripe: "test-mode" takes Stripe's own test mode in place of the simulator.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Port = 4600
    stripe_port: Port = 4601
    stripe: Literal["simulator", "test-mode"] = "simulator"
    secret_key: str = SECRET_KEY
    publishable_key: str = PUBLISHABLE_KEY
    webhook_secret: str = WEBHOOK_SECRET
    state_dir: Path = Path(".shopstub")
    memory: bool = False
    document: Path = Field(default_factory=resources.document)
    pages: Path = Field(default_factory=resources.pages)
    fixtures: Path = Field(default_factory=resources.fixtures)
    origins: tuple[Origin, ...] = ()
    allow_hosts: tuple[HostName, ...] = ()
    token: Token | None = None
    webhook_targets: WebhookTargets = "loopback"
    contract_states: bool | None = None
    plugin: Literal["shop", "none"] | None = None
    quiet: bool = False

    @model_validator(mode="after")
    def _test_keys_only(self) -> Settings:
        """Live keys are refused (C-str-4), and so is one key in the place of another."""
        for name, key, prefixes in (
            ("the secret key", self.secret_key, ("sk_test_", "rk_test_")),
            ("the publishable key", self.publishable_key, ("pk_test_",)),
            ("the webhook secret", self.webhook_secret, ("whsec_",)),
        ):
            if key.startswith(LIVE):
                raise ValueError(live_key(name, key))
            if not key.startswith(prefixes):
                raise ValueError(f"{name} should begin with {' or '.join(prefixes)}; it does not.")
        return self

    @model_validator(mode="after")
    def _own_keys_in_test_mode(self) -> Settings:
        """Test mode needs the keys of one account; the simulator's are known to everybody."""
        if self.stripe == "test-mode":
            missing = [
                f"{name}={example}"
                for name, example, given, known in (
                    ("STRIPE_SECRET_KEY", "sk_test_…", self.secret_key, SECRET_KEY),
                    ("STRIPE_PUBLISHABLE_KEY", "pk_test_…", self.publishable_key, PUBLISHABLE_KEY),
                    ("STRIPE_WEBHOOK_SECRET", "whsec_…", self.webhook_secret, WEBHOOK_SECRET),
                )
                if given == known
            ]
            if missing:
                raise ValueError(
                    f"Stripe's test mode needs keys of your account: set {' and '.join(missing)} "
                    "(the webhook secret is what `stripe listen --print-secret` prints)."
                )
        return self

    @property
    def store_folder(self) -> Path | None:
        """Where the store is kept; None: in memory."""
        return None if self.memory else self.state_dir

    @property
    def on_loopback(self) -> bool:
        """Whether nobody but this machine can reach the stub."""
        return is_loopback(self.host)

    @property
    def offers_states(self) -> bool:
        """Whether contract states are on: for test machines only."""
        return self.on_loopback if self.contract_states is None else self.contract_states


def live_key(name: str, key: str) -> str:
    """The words for a key that would move real money (C-str-4)."""
    return (
        f"{name} is a live key ({key[:8]}…). shopstub works with test keys only (C-str-4): take "
        f"the one that begins with {key[:2]}_test_ from Stripe's dashboard, in test mode."
    )


def checked(**values: object) -> Settings:
    """The settings from flags and environment; what is None keeps its default.

    SettingsFault names each setting that is wrong.
    """
    try:
        return Settings.model_validate({k: v for k, v in values.items() if v is not None})
    except ValidationError as fault:
        lines = []
        for it in fault.errors():
            name = ".".join(str(step) for step in it["loc"])
            message = it["msg"].removeprefix("Value error, ")
            lines.append(f"{name}: {message}" if name else message[0].upper() + message[1:])
        raise SettingsFault("\n".join(lines)) from None
