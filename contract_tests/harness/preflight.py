"""Before anything is checked: do backend, provider states and Stripe answer, and as such?"""

from __future__ import annotations

import contextlib
import json

import httpx

from contract_tests.harness.client import Client
from contract_tests.harness.config.load import CheckConfig
from contract_tests.harness.document import Document
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.failures import CheckFailed, NotReached
from contract_tests.harness.http_transport import request_once
from contract_tests.harness.packs import Pack, Preflight
from contract_tests.harness.provider_states import NoStateEndpoint, ProviderStates, find_states
from contract_tests.harness.redirects import redirect_problem
from contract_tests.harness.session import CheckSession
from contract_tests.harness.target import Target

NO_INTENT = "/v1/payment_intents/pi_3NeverSeenHereBefore000000"


class NotABackend(Exception):
    """There is nothing to check; the message says what was found instead, and what to do."""


def run_preflight(config: CheckConfig) -> CheckConfig:
    """Return the configuration with the provider states that were found. NotABackend: none."""
    target, pack = config.target, config.pack
    client = CheckSession(config).new_client()
    method, path = _request(pack, config.document)
    exchange = _send(client, method, path)
    problem = _problem(exchange, f"{method} {path}", pack, client)
    client.close()
    if problem:
        raise NotABackend(f"{target.base_url} {problem}")
    _require_states(target, pack)
    _require_stripe(target)
    return config.with_target(find_states(target, pack.rate_limit_state))


def _request(pack: Pack, document: Document) -> tuple[str, str]:
    """Choose what is asked: the pack's operation, else the first GET that needs no parameters."""
    if pack.preflight and pack.preflight.operation in document.operations:
        operation = document.operations[pack.preflight.operation]
        return operation.method, operation.path
    gets = [operation for operation in document.operations.values() if operation.method == "GET"]
    return "GET", next((get.path for get in gets if not get.needs_parameters), "/")


def _send(client: Client, method: str, path: str) -> Exchange:
    with contextlib.suppress(CheckFailed, NotReached):
        client.send(method, path)
    return client.session.results.recent[-1]


def _problem(exchange: Exchange, asked: str, pack: Pack, client: Client) -> str:
    """Say why this is no backend to check; empty if it may be one."""
    if not exchange.status:
        return _no_response(exchange.failure)
    kind = exchange.headers.get("content-type", "").partition(";")[0]
    if 300 <= exchange.status < 400:
        method, _, path = asked.partition(" ")
        base_url, location = client.session.target.base_url, exchange.headers.get("location", "")
        return redirect_problem(base_url, method, path, location)
    if exchange.status == 429:
        return (
            f"answers {asked} with 429, for a minute on end: raise its limit of requests "
            "for this machine."
        )
    if exchange.status >= 500:
        return f"answers {asked} with {exchange.status}: it does not run properly."
    if "html" in kind and exchange.json is None:
        return (
            f"answers {asked} with a page ({kind}, {exchange.status}): "
            "is it the frontend's address?"
        )
    return _not_the_contract(exchange, asked, pack.preflight, client) if pack.preflight else ""


def _not_the_contract(exchange: Exchange, asked: str, preflight: Preflight, client: Client) -> str:
    """Say why this is not a backend of the pack's contract."""
    status = exchange.status
    if status in (401, 403, 407):
        return (
            f"answers {asked} with {status}: if a gate stands before the backend, "
            "--header 'Authorization: …' or --cookie opens it."
        )
    if status == 404 and exchange.code is None:
        return f"answers {asked} with 404 and no error envelope: is it the right address?"
    if 200 <= status < 300 and not preflight.recognises(exchange):
        return f"answers {asked} with {status} and no {preflight.noun}: is it the right address?"
    if status < 300 and not isinstance(exchange.json, dict):
        unknown = f"{asked.partition(' ')[2]}-that-does-not-exist"
        other = _send(client, "GET", unknown)
        if (other.status, other.body) == (status, exchange.body):
            return f"answers {asked} and GET {unknown} alike: is it the right address?"
    return ""


def _no_response(failure: str) -> str:
    name, _, words = failure.partition(": ")
    if "Timeout" in name and "no end" in words:
        return f"began an answer that did not end ({words})."
    if "Timeout" in name:
        return "took the request and never answered; --timeout gives it more seconds."
    if "CERTIFICATE_VERIFY_FAILED" in failure:
        return (
            "has a certificate that this machine does not trust: --insecure takes it, "
            "SSL_CERT_FILE names who signed it."
        )
    if "SSL" in failure:
        return f"does not speak https ({words})."
    if name == "ConnectError":
        return f"can't be reached ({words}). Is the backend running?"
    return f"answers what can't be read as HTTP ({words})."


def _require_states(target: Target, pack: Pack) -> None:
    """NotABackend: nothing answers where --state-url or --state-command leads."""
    if not pack.rate_limit_state or not (target.state_url or target.state_command):
        return
    try:
        ProviderStates(target).set(pack.rate_limit_state)
    except NoStateEndpoint as error:
        raise NotABackend(f"{error}.") from None
    except NotReached:
        return  # one state that it lacks says nothing


def _require_stripe(target: Target) -> None:
    """NotABackend: --stripe-url leads to no Stripe API that accepts the key."""
    url = target.stripe_url
    if url is None:
        return
    headers = {"authorization": f"Bearer {target.stripe_key}"}
    try:
        answer = request_once("GET", url + NO_INTENT, timeout=target.timeout, headers=headers)
        error = json.loads(answer.body)["error"]["type"]
    except httpx.HTTPError as failure:
        words = f": {failure}" if str(failure) else ""
        raise NotABackend(f"no Stripe can be reached at --stripe-url {url}{words}.") from None
    except (ValueError, TypeError, LookupError, RecursionError):
        raise NotABackend(
            f"--stripe-url {url} is no Stripe: it answers GET {NO_INTENT} with {answer.status}."
        ) from None
    if answer.status in (401, 403):
        raise NotABackend(
            f"Stripe at {url} does not take the key: --stripe-key is to be the backend's own."
        )
    if error != "invalid_request_error":
        raise NotABackend(f"Stripe at {url} answers {answer.status} {error}.")
