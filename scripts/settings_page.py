"""docs/settings.md, from the settings model."""

from __future__ import annotations

from stub_server.settings_names import Option
from stub_server.settings_sources import OPTIONS

TOP = """# Settings

Each setting of `shopstub serve` and `shopstub stripe` is taken from the first of these places that
has it:

1. its option on the command line,
2. its environment variable (an empty one is not set; lists are divided by white space),
3. the table `[serve]` of `shopstub.toml` in the working directory,
4. its default.

```toml
[serve]
port = 4700
state-dir = "var/shopstub"             # relative paths start at the folder of the file
origins = ["https://shop.example.com"]
memory = false

[check]                                # options of `shopstub check`
base-url = "http://localhost:8000"
```

Unknown tables, unknown keys and values of another type stop the start; the message says where the
value was given and what is allowed. `shopstub check` reads `[check]`: its keys are
[its options](guides/backend.md) without `--`. The commands that drive a running stub (`pay`,
`orders`, `store` and so on) read `state-dir`, and `trigger` reads `webhook-secret`, from the same
places.

| Option | Variable | Key in `[serve]` | What it is | Default |
|---|---|---|---|---|
"""
END = """
Secrets are taken from the environment only, since other users of the machine can read options, and
files are committed:

- `SHOPSTUB_TOKEN`, the token of control calls where the host is not a loopback address
  ([security](security.md));
- `STRIPE_SECRET_KEY`, `STRIPE_PUBLISHABLE_KEY` and `STRIPE_WEBHOOK_SECRET`, in Stripe's test mode.
  Live keys are refused in either mode.

Old names that still work for one release: `--contract-states` and `SHOPSTUB_CONTRACT_STATES`.
"""


def settings_page() -> str:
    """Return the page."""
    rows = [_row(option) for option in OPTIONS.values() if option.flag]
    return TOP + "".join(rows) + END


def _row(option: Option) -> str:
    flag = ", ".join(f"`{flag}`" for flag in (option.names.short_flag, option.flag) if flag)
    values = f" One of {', '.join(f'`{one}`' for one in option.choices)}." if option.choices else ""
    cells = (
        flag,
        f"`{option.variable}`",
        f"`{option.key}`",
        f"{option.description}{values}",
        option.default_text or "–",
    )
    return f"| {' | '.join(cells)} |\n"
