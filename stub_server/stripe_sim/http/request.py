"""An HTTP request, with its headers and untyped parameters."""

from __future__ import annotations

from dataclasses import dataclass

from stub_server.stripe_sim.params import form

FORM = b"application/x-www-form-urlencoded"


@dataclass(slots=True)
class Request:
    """A request. Header names are lower-case bytes."""

    method: str
    path: str
    query: bytes
    headers: dict[bytes, bytes]
    body: bytes
    scheme: str
    key: str | None = None
    _pairs: list[tuple[str, str]] | None = None

    def __post_init__(self) -> None:
        """Only a POST can have an idempotency key."""
        if self.method == "POST":
            self.key = self.header(b"idempotency-key") or None

    def header(self, name: bytes) -> str | None:
        """Return the header's value, or None."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the query string, and of the form body of other methods than GET."""
        if self._pairs is None:
            self._pairs = form.parse_pairs(self.query)
            if self.method != "GET":
                self._pairs += form.parse_pairs(self.body)
        return self._pairs

    def param(self, name: str) -> str | None:
        """Return the parameter's value, or None."""
        return next((value for key, value in self.pairs if key == name), None)

    @property
    def is_form(self) -> bool:
        """Whether the body is a form; so is a body without a content type."""
        content_type = self.headers.get(b"content-type", FORM)
        return content_type.split(b";")[0].strip().lower() == FORM

    @property
    def origin(self) -> str:
        """Scheme and host of the URL that the caller used."""
        return f"{self.scheme}://{self.header(b'host') or 'localhost'}"
