"""Certificate files for https, judged before anything is served."""

from __future__ import annotations

import ssl
from pathlib import Path

from stub_server.settings_file import SettingsError


def check_files(files: tuple[Path, Path] | None) -> None:
    """Check that certificate and key can be used together. SettingsError: they can't."""
    if files is None:
        return
    for flag, path in zip(("--cert", "--key"), files, strict=True):
        try:
            path.read_bytes()
        except OSError as error:
            raise SettingsError(f"{flag} {path} can't be read: {error.strerror}.") from None
    cert, key = files
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        context.load_cert_chain(cert, key, password=_refuse_password)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            reason = f"--key {key} is not the key of --cert {cert}"
        else:
            reason = f"--cert {cert} and --key {key} are not a certificate and its key in PEM"
        raise SettingsError(
            f"{reason}. `mkcert localhost 127.0.0.1 ::1` makes a pair that fits."
        ) from None
    except ValueError as error:
        raise SettingsError(f"--key {key} {error}.") from None


def _refuse_password() -> str:
    raise ValueError("is protected by a password; take one without")
