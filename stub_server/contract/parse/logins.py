"""Cells and lines that say whether an operation needs a login."""

from __future__ import annotations

import re

from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.inline import Inline

_NO = re.compile(
    r"(?:no|none|false|guest|public|anonymous|optional|open|n|✗|❌|not (?:needed|required))"
    r"(?: (?:login|auth\w*|access))?",
    re.IGNORECASE,
)
_YES = re.compile(
    r"(?:y|yes|true|x|✓|✔|✅|🔒|🔐|must|needed)|.*\b(?:required|login|logged|customer|user|admin"
    r"|bearer|token|jwt|session|cookie|authenticated|basic|api.?key|oauth2?)\b.*",
    re.IGNORECASE | re.DOTALL,
)


def requires_login(inline: Inline | None, diagnostics: Diagnostics) -> bool:
    """Whether the words mean a login: all but a plain no do; report those that are not known."""
    if inline is None or inline.blank:
        return False
    text = inline.text.strip(" .")
    if _NO.fullmatch(text):
        return False
    if not _YES.fullmatch(text):
        message = f"`{inline.text}` is neither yes nor no; it is read as a login."
        diagnostics.report("login-not-read", inline.place, message)
    return True
