"""A pack's tests are the checker's to run, not ours."""

from __future__ import annotations

collect_ignore = ["booking/pack"]
