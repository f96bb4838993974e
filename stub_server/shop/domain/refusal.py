"""The one exception for requests that the shop rejects."""

from __future__ import annotations

from stub_server.server.rejection import Rejection as Refusal

__all__ = ["Refusal"]
