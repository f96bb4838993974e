"""The OpenAPI 3.1 document, put together from what the pages were understood to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from stub_server.contract import paths, responses
from stub_server.contract.constraints import Json
from stub_server.contract.diagnostics import Findings
from stub_server.contract.endpoints import Operation
from stub_server.contract.errors import Code
from stub_server.contract.page import Sheet
from stub_server.contract.responses import MEDIA
from stub_server.contract.schemas import Schemas
from stub_server.contract.settings import Settings
from stub_server.contract.showing import Showing

_OPEN: list[Json] = [{}, {"session": []}]
_LOGIN: list[Json] = [{"session": []}]


class Document:
    """Grows section by section; `whole()` gives it as plain values.

    relative: each page's path as the document shows it.
    """

    def __init__(
        self,
        settings: Settings,
        sheets: Sequence[Sheet],
        relative: Mapping[str, str],
        schemas: Schemas,
        findings: Findings,
    ) -> None:
        self._settings = settings
        self._sheets = sheets
        self._relative = relative
        self._schemas = schemas
        self._findings = findings
        self._components = schemas.components()
        self._operations: dict[str, Json] = {}
        self._paths: dict[str, Json] = {}
        self._responses: dict[str, Json] = {}
        self._failures: dict[str, dict[int, dict[str, str]]] = {}
        self._rules: dict[str, Json] = {}
        self._codes: dict[str, list[int]] = {}
        self._tags: dict[str, str] = {}

    def add_operations(
        self, every: Sequence[Operation], failures: dict[str, dict[int, dict[str, str]]]
    ) -> None:
        """Every operation with its parameters, body and answers."""
        self._failures = failures
        for one in every:
            self._tags.setdefault(one.sheet.title, one.sheet.intro)
            known = failures.setdefault(one.id, {})
            if one.login and 401 not in known:
                known[401] = {"": "Nobody is logged in."}
                message = f"`{one.line}` needs a login, and no table gives it a code for 401."
                self._findings.say("login-without-401", one.place, message)
            operation = self._operation(one, known)
            self._operations[one.id] = operation
            self._paths.setdefault(one.path, {})[one.method.lower()] = operation

    def _operation(self, one: Operation, failures: Mapping[int, Mapping[str, str]]) -> Json:
        built: Json = {"operationId": one.id, "tags": [one.sheet.title], "summary": one.summary}
        if one.description:
            built["description"] = one.description
        if one.login:
            built["x-login"] = True
        built["security"] = _LOGIN if one.login else _OPEN
        if one.body.signed or not one.session:
            built["security"] = []
        if parameters := self._parameters(one):
            built["parameters"] = parameters
        if one.body.kind != "none":
            schema = responses.content(one.body, self._schemas)
            required = {} if one.body.optional else {"required": True}
            built["requestBody"] = {**required, "content": {MEDIA: {"schema": schema}}}
        built["responses"] = {
            str(status): responses.success(payload, self._schemas)
            for status, payload in one.returns.answers()
        }
        for status, codes in sorted(failures.items()):
            built["responses"][str(status)] = self._failure(status, codes)
        return built

    def _parameters(self, one: Operation) -> list[Json]:
        found: list[Json] = [
            {"name": name, "in": "path", "required": True, "schema": self._schemas.parameter(name)}
            for name in paths.parameters(one.path)
        ]
        found += [{"name": name, "in": "query", "schema": {"type": "string"}} for name in one.query]
        signature = self._signature(one) if one.body.signed else ""
        for name in one.headers:
            if name.lower() != signature.lower():
                found.append({"name": name, "in": "header", "schema": {"type": "string"}})
        if signature:
            found.append(
                {"name": signature, "in": "header", "required": True, "schema": {"type": "string"}}
            )
        return found

    def _signature(self, one: Operation) -> str:
        """The header that a signature comes in; only Stripe's is known by itself."""
        if "stripe" in f"{one.path} {one.summary} {one.id}".lower():
            return "Stripe-Signature"
        named = next((name for name in one.headers if "signature" in name.lower()), "")
        if not named:
            message = "The body is signed, and no `Headers` cell names the signature's header."
            self._findings.say("signature-unknown", one.place, message)
        return named

    def _failure(self, status: int, codes: Mapping[str, str]) -> Json:
        """A reference to the failure; two that differ only in words share the first one's."""
        name = responses.name_of(status, codes)
        built = responses.failure(status, codes)
        known = self._responses.setdefault(name, built)
        if known["description"] != built["description"]:
            return built
        return {"$ref": f"#/components/responses/{name}"}

    def add_rules(self, rules: Mapping[str, Json], bound: Mapping[str, Sequence[str]]) -> None:
        """The rules, and on each operation the ids of those that bind it."""
        self._rules = {
            name: {**rule, "page": self._relative[rule["page"]]} for name, rule in rules.items()
        }
        for one, names in bound.items():
            self._operations[one]["x-rules"] = list(names)

    def add_error_fields(self, fields: Mapping[str, Mapping[str, str]]) -> None:
        """On each operation, the members of its request that have an error code of their own."""
        for one, named in fields.items():
            self._operations[one]["x-error-fields"] = dict(named)

    def add_links(self, links: Mapping[str, Json]) -> None:
        """Links from an operation's success to the operations that follow."""
        for one, named in links.items():
            next(iter(self._operations[one]["responses"].values()))["links"] = named

    def add_codes(self, codes: Iterable[Code]) -> None:
        """Every code of the contract with its statuses, also those that no operation answers."""
        for code in codes:
            if code.name and code.statuses:
                known = self._codes.setdefault(code.name, [])
                known += [one for one in code.statuses if one not in known]

    def statuses_of(self, sheet: Sheet, codes: Iterable[Code]) -> set[int]:
        """The statuses that a page's tables know; the conventions page speaks of all."""
        own = [
            code for code in codes if sheet.conventions or code.sheet in (sheet, self._sheets[0])
        ]
        built = [
            one
            for one in self._operations.values()
            if sheet.conventions or sheet.title in one["tags"]
        ]
        answered = {int(status) for one in built for status in one["responses"]}
        return answered | {status for code in own for status in code.statuses}

    def showing(self) -> Showing:
        """What puts examples into the document."""
        return Showing(
            self._operations,
            self._responses,
            self._failures,
            self._components,
            self._codes,
            self._schemas,
            self._findings,
        )

    def whole(self) -> Json:
        """The document; only what some operation refers to is shared."""
        info: Json = {"title": self._settings.title, "version": self._settings.version}
        if self._settings.description:
            info["description"] = self._settings.description
        used = {
            response["$ref"].rpartition("/")[2]
            for one in self._operations.values()
            for response in one["responses"].values()
            if "$ref" in response
        }
        cookie = {"type": "apiKey", "in": "cookie", "name": self._settings.cookie}
        components: Json = {
            "schemas": self._components,
            "responses": {n: one for n, one in sorted(self._responses.items()) if n in used},
            "securitySchemes": {"session": cookie},
        }
        document: Json = {
            "openapi": "3.1.0",
            "info": info,
            "servers": [{"url": "/"}],
            "tags": [_tag(name, text) for name, text in self._tags.items()],
            "paths": self._paths,
            "components": {name: one for name, one in components.items() if one},
        }
        if self._codes:
            document["x-errors"] = {code: sorted(self._codes[code]) for code in sorted(self._codes)}
        if self._rules:
            document["x-rules"] = self._rules
        return document


def _tag(name: str, description: str) -> Json:
    return {"name": name, "description": description} if description else {"name": name}
