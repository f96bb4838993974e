"""HTTP client of a running stub, for the commands that drive it."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import quote

import click
import httpx

from stub_server.cli import responses, runfile
from stub_server.cli.errors import CannotRun
from stub_server.cli.responses import HEALTH, ORDER, Shape

DEFAULT_URL = "http://localhost:4600"
SETTLED = ("paid", "refunded", "cancelled")
SERVER = "a shopstub"
BAD_ADDRESS = (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, OverflowError)
url_option = click.option(
    "--url",
    envvar="SHOPSTUB_URL",
    help=f"Address of the stub. Default: the one that runs in this folder, or {DEFAULT_URL}. "
    "[SHOPSTUB_URL]",
)


class StubClient:
    """A running stub, over HTTP.

    url: None looks for the stub of the working directory. authorization: header of control calls,
    with the token from SHOPSTUB_TOKEN or from the stub's run file.
    has_name: whether the stub is named, or found in the working directory; else it is whatever
    listens at the default address.
    """

    def __init__(self, url: str | None) -> None:
        run = None if url else runfile.find()
        if url and "://" not in url:
            url = f"http://{url}"
        self.has_name = bool(url or run)
        self._stripe = run.stripe if run else None
        self.url = (url or (run.url if run else DEFAULT_URL)).rstrip("/")
        token = os.environ.get("SHOPSTUB_TOKEN") or (run.token if run else None)
        if token and not token.isascii():
            raise CannotRun("SHOPSTUB_TOKEN must be ASCII: it is sent in a header.")
        self.authorization = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            self._client = httpx.Client(
                base_url=self.url, headers=self.authorization, timeout=30, trust_env=False
            )
        except BAD_ADDRESS:
            raise self._bad_address() from None

    def get(self, path: str, shape: Shape, **parameters: Any) -> Any:
        """Return the JSON at the path. CannotRun: no answer, an error, or another shape."""
        response = self.send("GET", path, params=parameters)
        return responses.require(self._success(response), shape, str(response.url), SERVER)

    def post(self, path: str, content: Any) -> Any:
        """Return the JSON that answers a POST. CannotRun: no answer, or an error."""
        return self._success(self.send("POST", path, json=content))

    def health(self, shape: Shape = HEALTH) -> dict[str, Any]:
        """Return what the stub says about itself: the address of its Stripe above all."""
        health: dict[str, Any] = self.get("/_stub/health", shape)
        return {**health, "stripe": self._stripe} if self._stripe else health

    def order(self, wanted: str | None) -> dict[str, Any]:
        """Return the order with that id or number; None or `latest`: the newest one."""
        if wanted is None or wanted == "latest":
            listed = self.get("/_stub/orders", {"orders": [{"id": str}]}, limit=1)["orders"]
            if not listed:
                raise CannotRun("There is no order yet. `shopstub demo` places one.")
            wanted = listed[0]["id"]
        response = self.send("GET", f"/_stub/orders/{quote(wanted, safe='')}")
        if response.status_code == 404:
            raise CannotRun(
                f"The stub at {self.url} has no order “{wanted}”. `shopstub orders` lists them."
            )
        order: dict[str, Any] = responses.require(
            self._success(response), ORDER, str(response.url), SERVER
        )
        return order

    def newest_payable(self) -> str:
        """Return the id of the newest order that is not paid. CannotRun: there is none."""
        shape = {"orders": [{"id": str, "status": str}]}
        listed = self.get("/_stub/orders", shape, limit=1000)["orders"]
        if not listed:
            raise CannotRun("There is no order yet. `shopstub demo` places one.")
        for order in listed:
            if order["status"] not in SETTLED:
                return str(order["id"])
        raise CannotRun(
            f"None of the newest {len(listed)} orders can be paid: all are paid, refunded or "
            "cancelled. `shopstub orders` lists them; name one to see its status."
        )

    def send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        """Send a request. CannotRun: nothing answers."""
        try:
            return self._client.request(method, path, **arguments)
        except BAD_ADDRESS:
            raise self._bad_address() from None
        except httpx.RequestError as error:
            raise CannotRun(
                f"No shopstub answers at {self.url} ({error}). "
                "Start one with `shopstub serve`, or name another with --url."
            ) from None

    def _bad_address(self) -> CannotRun:
        return CannotRun(f"--url {self.url} is not an address: it should look like {DEFAULT_URL}.")

    def _success(self, response: httpx.Response) -> Any:
        """Return the JSON of a response. CannotRun: it is an error."""
        content = responses.read_json(response, SERVER)
        if response.is_success:
            return content
        message = responses.error_message(content, response)
        raise CannotRun(f"{response.url.path}: {response.status_code} {message}")
