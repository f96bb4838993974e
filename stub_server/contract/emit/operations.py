"""Operation objects of the document: parameters, body, answers and failures."""

from __future__ import annotations

from collections.abc import Mapping

from stub_server.contract import paths
from stub_server.contract.emit import responses
from stub_server.contract.emit.responses import MEDIA
from stub_server.contract.emit.schemas import Schemas
from stub_server.contract.infer.signatures import signature_header
from stub_server.contract.model import Json, Operation, Parameter

_OPEN: list[Json] = [{}, {"session": []}]
_LOGIN: list[Json] = [{"session": []}]


class OperationsWriter:
    """Builds operation objects; `responses` collects the failures that they share, by name."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self.responses: dict[str, Json] = {}

    def operation(self, operation: Operation, failures: Mapping[int, Mapping[str, str]]) -> Json:
        """The operation with its parameters, body and answers."""
        built: Json = {
            "operationId": operation.id,
            "tags": [operation.page.title],
            "summary": operation.summary,
        }
        if operation.description:
            built["description"] = operation.description
        if operation.login:
            built["x-login"] = True
        built["security"] = _LOGIN if operation.login else _OPEN
        if operation.body.signed or not operation.session:
            built["security"] = []
        if parameters := self._parameters(operation):
            built["parameters"] = parameters
        if operation.body.kind != "none":
            schema = responses.content(operation.body, self._schemas)
            required = {} if operation.body.optional else {"required": True}
            built["requestBody"] = {**required, "content": {MEDIA: {"schema": schema}}}
        built["responses"] = {
            str(status): responses.success(payload, self._schemas)
            for status, payload in operation.returns.answers()
        }
        for status, codes in sorted(failures.items()):
            built["responses"][str(status)] = self._failure(status, codes)
        return built

    def _parameters(self, operation: Operation) -> list[Json]:
        typed = {(each.location, each.name): each for each in operation.parameters}
        found: list[Json] = [
            self._typed_parameter(typed["path", name])
            if ("path", name) in typed
            else {
                "name": name,
                "in": "path",
                "required": True,
                "schema": self._schemas.parameter(name),
            }
            for name in paths.parameters(operation.path)
        ]
        found += [
            self._typed_parameter(typed["query", name])
            if ("query", name) in typed
            else {"name": name, "in": "query", "schema": {"type": "string"}}
            for name in operation.query
        ]
        signature = signature_header(operation)
        for name in operation.headers:
            if ("header", name) in typed:
                found.append(self._typed_parameter(typed["header", name]))
            elif name.lower() != signature.lower():
                found.append({"name": name, "in": "header", "schema": {"type": "string"}})
        if signature:
            found.append(
                {"name": signature, "in": "header", "required": True, "schema": {"type": "string"}}
            )
        return found

    def _typed_parameter(self, parameter: Parameter) -> Json:
        """A parameter with the type and the words that the page gives it."""
        schema = dict(self._schemas.of_member(parameter.member))
        built: Json = {"name": parameter.name, "in": parameter.location}
        if description := schema.pop("description", ""):
            built["description"] = description
        if not parameter.member.optional:
            built["required"] = True
        return {**built, "schema": schema}

    def _failure(self, status: int, codes: Mapping[str, str]) -> Json:
        """A reference to the failure; two that differ only in words share the first one's."""
        name = responses.name_of(status, codes)
        built = responses.failure(status, codes)
        known = self.responses.setdefault(name, built)
        if known["description"] != built["description"]:
            return built
        return {"$ref": f"#/components/responses/{name}"}
