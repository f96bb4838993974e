"""Examples put into the document, where they fit what it says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.emit import example_validation, responses
from stub_server.contract.emit.responses import MEDIA
from stub_server.contract.emit.schemas import Schemas
from stub_server.contract.infer.constraints import Json
from stub_server.contract.parse.endpoints import Operation
from stub_server.contract.parse.examples import NOTHING, Exchange, Message, Value
from stub_server.contract.shapes import Named


class ExamplesWriter:
    """Works on the parts of a document that is being put together.

    operations by id; responses by their shared name; failures: codes by operation and status.
    """

    def __init__(
        self,
        operations: dict[str, Json],
        shared: dict[str, Json],
        failures: dict[str, dict[int, dict[str, str]]],
        components: dict[str, Json],
        codes: dict[str, list[int]],
        schemas: Schemas,
        diagnostics: Diagnostics,
    ) -> None:
        self._operations = operations
        self._responses = shared
        self._failures = failures
        self._components = components
        self._codes = codes
        self._schemas = schemas
        self._diagnostics = diagnostics

    def add_exchanges(self, exchanges: Iterable[Exchange], every: Sequence[Operation]) -> None:
        """Examples of requests and answers; a refused request shows nothing worth copying."""
        for exchange in exchanges:
            one = _operation_for(exchange.request.line or ("", ""), every)
            if one is None:
                line = " ".join(exchange.request.line or ())
                message = f"`{line}` is no endpoint of these pages."
                self._diagnostics.report(
                    "example-without-operation", exchange.request.place, message
                )
                continue
            answer = exchange.response
            refused = answer is not None and (answer.status or 0) >= 400
            if not refused and exchange.request.value is not NOTHING:
                self._add_request(one, exchange.request, exchange.summary)
            if answer is not None:
                self._add_answer(one, answer, exchange.summary)

    def _add_request(self, one: Operation, request: Message, summary: str) -> None:
        body = self._operations[one.id].get("requestBody")
        if body is None:
            message = f"`{one.line}` takes no body, and this example sends one."
            self._diagnostics.report("example-does-not-fit", request.place, message)
        else:
            self._add(body["content"][MEDIA], request, summary)

    def _add_answer(self, one: Operation, answer: Message, summary: str) -> None:
        known = self._operations[one.id]["responses"]
        status = str(answer.status)
        if status not in known:
            message = f"No table says that `{one.line}` answers {status}."
            self._diagnostics.report("unknown-status", answer.place, message)
            return
        if "$ref" in known[status]:
            codes = self._failures[one.id][answer.status or 0]
            known[status] = responses.failure(answer.status or 0, codes)
        content = known[status].get("content", {}).get(MEDIA)
        if content is not None and answer.value is not NOTHING:
            self._add(content, answer, summary)

    def _add(self, media: Json, message: Message, summary: str) -> None:
        if self._fits(message.value, media["schema"], message):
            example_validation.add_example(media, message.value, summary)

    def _fits(self, value: Any, schema: Json, at: Message | Value) -> bool:
        return example_validation.fits(
            value, schema, self._components, at.locate, self._diagnostics
        )

    def add_values(self, values: Iterable[Value], every: Sequence[Operation]) -> None:
        """Values of a type, of an operation, and error envelopes, as examples of their schemas."""
        for one in values:
            if one.endpoint is not None:
                self._add_endpoint_value(one, one.endpoint, every)
            elif one.type is None:
                self._add_error(one)
            elif self._fits(one.value, self._schemas.of(one.type), one) and isinstance(
                one.type, Named
            ):
                component = self._components.get(one.type.name)
                if component is not None:
                    component.setdefault("examples", []).append(one.value)

    def _add_endpoint_value(
        self, one: Value, line: tuple[str, str], every: Sequence[Operation]
    ) -> None:
        """A value that a paragraph or heading calls an operation's request or answer."""
        operation = _operation_for(line, every)
        if operation is None:
            message = f"`{' '.join(line)}` is no endpoint of these pages."
            self._diagnostics.report("example-without-operation", one.place, message)
        elif one.sends:
            self._add_request(operation, one.message(0), "")
        elif operation.returns.kind == "none":
            message = f"`{operation.line}` answers without a body, and this example has one."
            self._diagnostics.report("example-does-not-fit", one.place, message)
        else:
            self._add_answer(operation, one.message(operation.status), "")

    def _add_error(self, one: Value) -> None:
        if one.code not in self._codes:
            message = f"No table of errors has the code `{one.code}` of this example."
            self._diagnostics.report("unknown-code", one.place, message)
        elif self._fits(
            one.value, responses.failure(400, {"": ""})["content"][MEDIA]["schema"], one
        ):
            for response in self._responses.values():
                content = response["content"][MEDIA]
                code = content["schema"]["properties"]["error"]["properties"]["code"]
                if one.code in code.get("enum", ()):
                    example_validation.add_example(content, one.value, "")


def _operation_for(line: tuple[str, str], every: Sequence[Operation]) -> Operation | None:
    """The operation that a request asks for; a path without parameters comes first."""
    method, path = line
    path = paths.templated(paths.split_query(path)[0]) or path
    matching = [one for one in every if one.method == method and paths.matches(one.path, path)]
    return min(matching, key=lambda one: one.path.count("{"), default=None)
