"""Files have about 100 lines and at most 220; each longer file is listed with a reason."""

from __future__ import annotations

import pytest

from tests.architecture.prose import files, name_of

MAXIMUM = 220

TABLE = "a table or a list of cases"
SPLIT = "to be split"

LONG: dict[str, str] = {
    "stub_server/stripe_sim/engine/delivery.py": SPLIT,
    "tests/browser": SPLIT,
    "tests/cli/test_links.py": TABLE,
    "tests/cli/test_store.py": SPLIT,
    "tests/server/stateful/test_booking.py": SPLIT,
    "tests/server/test_conventions.py": SPLIT,
    "tests/stripe_sim/conftest.py": SPLIT,
    "tests/stripe_sim/control/test_clock.py": SPLIT,
    "tests/stripe_sim/engine/test_pagination.py": SPLIT,
    "tests/stripe_sim/events/test_delivery.py": SPLIT,
    "tests/stripe_sim/payments/test_charges.py": SPLIT,
    "tests/stripe_sim/payments/test_intent_status_validation.py": SPLIT,
    "tests/stripe_sim/payments/test_three_d_secure.py": SPLIT,
    "tests/stripe_sim/sdks/test_stripe_cli.py": SPLIT,
    "tests/test_http1.py": SPLIT,
    "tests/test_settings.py": TABLE,
    "tests/test_trust.py": SPLIT,
}
"""Longer file, or package with longer files → reason. Remove an entry without any."""


def long_files() -> dict[str, int]:
    """Return the number of lines of each longer file, by name."""
    lines = {name_of(path): len(path.read_bytes().splitlines()) for path in files(".py")}
    return {name: count for name, count in lines.items() if count > MAXIMUM}


def entry_of(name: str) -> str | None:
    """Return the entry of LONG for a file."""
    return next((entry for entry in LONG if name == entry or name.startswith(entry + "/")), None)


def test_files_are_short_or_say_why_they_are_not() -> None:
    unlisted = {name: count for name, count in long_files().items() if entry_of(name) is None}
    assert unlisted == {}, f"split them, or add a reason; {MAXIMUM} lines are enough"


@pytest.mark.parametrize("entry", LONG)
def test_a_file_that_became_short_leaves_the_list(entry: str) -> None:
    assert any(entry_of(name) == entry for name in long_files()), f"remove {entry} from LONG"
