"""The stub that is running: where it is, and how the other commands talk to it."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

import click
import httpx

from stub_server.cli import runfile
from stub_server.cli.errors import CannotRun

DEFAULT_URL = "http://127.0.0.1:4600"
url_option = click.option(
    "--url",
    envvar="SHOPSTUB_URL",
    help=f"Where the stub is. Default: the one that runs in this folder, or {DEFAULT_URL}.",
)


class StubClient:
    """A running stub, over HTTP. authorization: the header that its control calls want."""

    def __init__(self, url: str | None) -> None:
        left = None if url else runfile.found()
        self.url = (url or (left.url if left else DEFAULT_URL)).rstrip("/")
        token = os.environ.get("SHOPSTUB_TOKEN") or (left.token if left else None)
        self.authorization = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            self.client = httpx.Client(
                base_url=self.url, headers=self.authorization, timeout=30, trust_env=False
            )
        except httpx.InvalidURL:
            raise self._no_address() from None

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON at the path. CannotRun: the stub is not there, or refuses."""
        return self._json(self._asked("GET", path, params=parameters))

    def post(self, path: str, content: Any) -> Any:
        """The JSON that a POST is answered with. CannotRun: as above."""
        return self._json(self._asked("POST", path, json=content))

    def health(self) -> dict[str, Any]:
        """What the stub says of itself: its Stripe above all."""
        health: dict[str, Any] = self.get("/_stub/health")
        return health

    def order(self, wanted: str | None) -> dict[str, Any]:
        """The order with that id or number; None or `latest`: the newest one."""
        if wanted and wanted != "latest":
            response = self._asked("GET", f"/_stub/orders/{quote(wanted, safe='')}")
            if response.status_code == 404:
                raise CannotRun(
                    f"The stub at {self.url} has no order “{wanted}”. `shopstub orders` lists them."
                )
            order: dict[str, Any] = self._json(response)
            return order
        listed = self.get("/_stub/orders", limit=1)["orders"]
        if not listed:
            raise CannotRun("There is no order yet. `shopstub demo` makes one.")
        newest: dict[str, Any] = self.get(f"/_stub/orders/{listed[0]['id']}")
        return newest

    def _asked(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        try:
            return self.client.request(method, path, **arguments)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol):
            raise self._no_address() from None
        except httpx.TransportError as fault:
            raise CannotRun(
                f"No shopstub answers at {self.url} ({fault}). "
                "Start one with `shopstub serve`, or name another with --url."
            ) from None

    def _no_address(self) -> CannotRun:
        return CannotRun(f"--url {self.url} is not an address: it should look like {DEFAULT_URL}.")

    def _json(self, response: httpx.Response) -> Any:
        try:
            content = response.json()
        except ValueError:
            raise CannotRun(
                f"{response.url} answered {response.status_code}, and no JSON: is that a shopstub?"
            ) from None
        if response.is_success:
            return content
        error = content.get("error", {}) if isinstance(content, dict) else {}
        words = error.get("message") or response.text
        raise CannotRun(f"{response.url.path}: {response.status_code} {words}")
