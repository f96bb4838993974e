"""The HTTP client of webhooks: posts to allowed targets only, so many to one URL at a time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

from stub_server.stripe_sim.events.webhook_targets import TargetError, allowed_addresses
from stub_server.stripe_sim.settings import WebhookTargets
from stub_server.stripe_sim.store.schema import PRIVATE, Json

if TYPE_CHECKING:
    import httpx

MAX_RESPONSE_TEXT = 500
"""Characters of a receiver's response that are stored."""

MAX_CONNECTIONS_PER_URL = 20
"""Posts to one URL at the same time: a receiver that hangs holds up no other."""


class Outcome(NamedTuple):
    """What a post came to: status and text of the response, or the error."""

    status: int | None
    text: str | None
    error: str | None

    @property
    def is_success(self) -> bool:
        """Whether the receiver has confirmed the event."""
        return self.status is not None and 200 <= self.status < 300


class Sender:
    """Posts webhooks. timeout: seconds for one post; targets: `loopback`, `private` or `any`."""

    def __init__(self, timeout: float, targets: WebhookTargets) -> None:
        self._timeout = timeout
        self._targets = targets
        self._client: httpx.AsyncClient | None = None
        self._slots: dict[str, asyncio.Semaphore] = {}

    @asynccontextmanager
    async def slot(self, url: str) -> AsyncIterator[None]:
        """Wait for one of the URL's connections, and occupy it in the block."""
        slots = self._slots.setdefault(url, asyncio.Semaphore(MAX_CONNECTIONS_PER_URL))
        async with slots:
            yield

    async def post(self, endpoint: Json, body: bytes, headers: dict[str, str]) -> Outcome:
        """Post to the endpoint, and return what it came to. Redirects are not followed."""
        import httpx  # costs 100 ms, and many runs deliver nothing

        if self._client is None:
            unlimited = httpx.Limits(max_connections=None)  # the slots are the limit
            self._client = httpx.AsyncClient(
                timeout=self._timeout, limits=unlimited, trust_env=False
            )
        try:
            async with asyncio.timeout(self._timeout):
                response = await self._post(self._client, endpoint, body, headers)
        except TargetError as error:
            return Outcome(None, None, f"not sent: {error}")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            return Outcome(None, None, f"{type(error).__name__}: {error}".rstrip(": "))
        return Outcome(response.status_code, response.text[:MAX_RESPONSE_TEXT], None)

    async def _post(
        self, client: httpx.AsyncClient, endpoint: Json, body: bytes, headers: dict[str, str]
    ) -> httpx.Response:
        """Post to the endpoint; redirects are not followed.

        The host of an endpoint made over the API is resolved and judged first, and the connection
        goes to the address that was judged: a name that changes in between leads nowhere else.
        """
        import httpx

        if endpoint[PRIVATE].get("any_target"):
            return await client.post(endpoint["url"], content=body, headers=headers)
        url = httpx.URL(endpoint["url"])
        addresses = await allowed_addresses(endpoint["url"], self._targets)
        headers = {**headers, "Host": url.netloc.decode("ascii")}
        for left, address in enumerate(addresses, 1 - len(addresses)):
            try:
                return await client.post(
                    url.copy_with(host=address),
                    content=body,
                    headers=headers,
                    extensions={"sni_hostname": url.host},
                )
            except httpx.ConnectError:
                if left == 0:
                    raise
        raise TargetError(f"{url.host} has no address.")

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None
