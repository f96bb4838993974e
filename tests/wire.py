"""HTTP messages as bytes."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any


async def read_response(reader: asyncio.StreamReader) -> tuple[int, Any]:
    """Return status and JSON body of the next response; 10 s at most to its head."""
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 10)
    length = re.search(rb"(?i)content-length: (\d+)", head)
    body = await reader.readexactly(int(length[1]) if length else 0)
    return int(head[9:12]), json.loads(body)
