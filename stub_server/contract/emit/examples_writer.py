"""Put examples into the document where they fit their schemas."""

from __future__ import annotations

from typing import Any

from stub_server.contract import paths
from stub_server.contract.diagnostics import Diagnostics
from stub_server.contract.emit import example_validation, responses
from stub_server.contract.emit.responses import MEDIA
from stub_server.contract.emit.schemas import Schemas
from stub_server.contract.examples import NOTHING, Exchange, Message, Value
from stub_server.contract.model import Contract, Json, Operation
from stub_server.contract.places import Place
from stub_server.contract.shapes import Named


class ExamplesWriter:
    """Works on the parts of a document that is being put together.

    operations by id; shared: responses by their name; components: schemas by their name.
    """

    def __init__(
        self,
        contract: Contract,
        operations: dict[str, Json],
        shared: dict[str, Json],
        components: dict[str, Json],
        schemas: Schemas,
        diagnostics: Diagnostics,
    ) -> None:
        self._every = contract.operations
        self._failures = contract.failures()
        self._codes = contract.codes()
        self._operations = operations
        self._responses = shared
        self._components = components
        self._schemas = schemas
        self._diagnostics = diagnostics

    def add_exchange(self, exchange: Exchange) -> None:
        """Add a request and its answer; leave out the request where the answer is an error."""
        operation = self._operation_for(exchange.request.line or ("", ""), exchange.request.place)
        if operation is None:
            return
        answer = exchange.response
        failed = answer is not None and (answer.status or 0) >= 400
        if not failed and exchange.request.value is not NOTHING:
            self._add_request(operation, exchange.request, exchange.summary)
        if answer is not None:
            self._add_answer(operation, answer, exchange.summary)

    def _operation_for(self, line: tuple[str, str], place: Place) -> Operation | None:
        """The operation that a request line names; None, with a report, where there is none."""
        method, path = line
        path = paths.to_template(paths.split_query(path)[0]) or path
        matching = [
            operation
            for operation in self._every
            if operation.method == method and paths.matches(operation.path, path)
        ]
        if not matching:
            message = f"`{' '.join(part for part in line if part)}` is no endpoint of these pages."
            self._diagnostics.report("example-without-operation", place, message)
        return min(matching, key=lambda operation: operation.path.count("{"), default=None)

    def _add_request(self, operation: Operation, request: Message, summary: str) -> None:
        body = self._operations[operation.id].get("requestBody")
        if body is None:
            message = f"`{operation.line}` takes no body, and this example sends one."
            self._diagnostics.report("example-does-not-fit", request.place, message)
        else:
            self._add(body["content"][MEDIA], request, summary)

    def _add_answer(self, operation: Operation, answer: Message, summary: str) -> None:
        known = self._operations[operation.id]["responses"]
        status = str(answer.status)
        if status not in known:
            message = f"No table says that `{operation.line}` answers {status}."
            self._diagnostics.report("unknown-status", answer.place, message)
            return
        if "$ref" in known[status]:
            codes = self._failures[operation.id][answer.status or 0]
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

    def add_value(self, example: Value) -> None:
        """Add a value of a type, of an operation, or an error envelope to its schema."""
        if example.endpoint is not None:
            self._add_endpoint_value(example, example.endpoint)
        elif example.type is None:
            self._add_error(example)
        elif self._fits(example.value, self._schemas.of(example.type), example) and isinstance(
            example.type, Named
        ):
            component = self._components.get(example.type.name)
            if component is not None:
                component.setdefault("examples", []).append(example.value)

    def _add_endpoint_value(self, example: Value, line: tuple[str, str]) -> None:
        """A value that a paragraph or heading calls an operation's request or answer."""
        operation = self._operation_for(line, example.place)
        if operation is None:
            return
        if example.sends:
            self._add_request(operation, example.message(0), "")
        elif operation.returns.kind == "none":
            message = f"`{operation.line}` answers without a body, and this example has one."
            self._diagnostics.report("example-does-not-fit", example.place, message)
        else:
            self._add_answer(operation, example.message(operation.status), "")

    def _add_error(self, example: Value) -> None:
        if example.code not in self._codes:
            message = f"No table of errors has the code `{example.code}` of this example."
            self._diagnostics.report("unknown-code", example.place, message)
        elif self._fits(
            example.value, responses.failure(400, {"": ""})["content"][MEDIA]["schema"], example
        ):
            for response in self._responses.values():
                content = response["content"][MEDIA]
                code = content["schema"]["properties"]["error"]["properties"]["code"]
                if example.code in code.get("enum", ()):
                    example_validation.add_example(content, example.value, "")
