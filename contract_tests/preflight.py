"""Before anything is examined: do backend, states and Stripe answer, and as what they should be?"""

from __future__ import annotations

import contextlib
import json

import httpx

from contract_tests.client import Client, Desk
from contract_tests.document import Document
from contract_tests.exchange import Exchange
from contract_tests.ledger import Broken, Ledger, NotReached
from contract_tests.states import NoHook, States, found_at
from contract_tests.target import Target
from contract_tests.wire import asked

CART = frozenset({"items", "count", "subtotal", "updatedAt"})
NOWHERE = "/api/a-path-that-nobody-has-heard-of"
NO_INTENT = "/v1/payment_intents/pi_3NeverSeenHereBefore000000"


class Unfit(Exception):
    """There is nothing to examine; the message says what was found instead, and what to do."""


def met(target: Target, document: Document) -> Target:
    """The target, with the state hook that was found. Unfit: something else is there, or nobody."""
    visitor = Desk(target, document, Ledger(document.rules)).visitor()
    reason = _unfit(_asked(visitor), visitor)
    visitor.close()
    if reason:
        raise Unfit(f"{target.base_url} {reason}")
    _states_answer(target)
    _stripe_answers(target)
    return found_at(target)


def _asked(visitor: Client, path: str = "") -> Exchange:
    with contextlib.suppress(Broken, NotReached):
        if path:
            visitor.send("GET", path)
        else:
            visitor.call("getCart")
    return visitor.desk.ledger.recent[-1]


def _unfit(exchange: Exchange, visitor: Client) -> str:
    if not exchange.status:
        return _silent(exchange.failure)
    kind = exchange.headers.get("content-type", "").partition(";")[0]
    asked_for = "GET /api/cart"
    if 300 <= exchange.status < 400:
        where = exchange.headers.get("location", "nowhere")
        return f"redirects {asked_for} to {where}: name the address that answers itself."
    if exchange.status == 429:
        return (
            f"answers {asked_for} with 429, for a minute on end: raise its limit of requests "
            "for this machine."
        )
    if exchange.status >= 500:
        return f"answers {asked_for} with {exchange.status}: it does not run properly."
    if exchange.status in (401, 403, 407):
        return (
            f"answers {asked_for} with {exchange.status}: if a gate stands before the backend, "
            "--header 'Authorization: …' or --cookie opens it."
        )
    if "html" in kind and exchange.json is None:
        return (
            f"answers {asked_for} with a page ({kind}, {exchange.status}): "
            "is it the frontend's address?"
        )
    if exchange.status == 404 and exchange.code is None:
        return f"answers {asked_for} with 404 and no error envelope: is it the right address?"
    if 200 <= exchange.status < 300 and not _like_a_cart(exchange):
        return f"answers {asked_for} with {exchange.status} and no cart: is it the right address?"
    if exchange.status < 300 and not isinstance(exchange.json, dict):
        other = _asked(visitor, NOWHERE)
        if (other.status, other.body) == (exchange.status, exchange.body):
            return f"answers {asked_for} and GET {NOWHERE} alike: is it the right address?"
    return ""


def _silent(failure: str) -> str:
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


def _like_a_cart(exchange: Exchange) -> bool:
    """Whether the answer has anything of a cart's: what is wrong with it, the rules say."""
    body = exchange.json
    if isinstance(body, dict):
        return bool(CART & body.keys())
    return body is not None or exchange.body.strip() == b"null"


def _states_answer(target: Target) -> None:
    """A hook that was named had better be there; one state that it lacks says nothing."""
    if not target.state_url and not target.state_command:
        return
    try:
        States(target).set("clear-rate-limits")
    except NoHook as error:
        raise Unfit(f"{error}.") from None
    except NotReached:
        return


def _stripe_answers(target: Target) -> None:
    """A Stripe that was named had better be one, and take the key."""
    url = target.stripe_url
    if url is None:
        return
    headers = {"authorization": f"Bearer {target.stripe_key}"}
    try:
        answer = asked("GET", url + NO_INTENT, timeout=target.timeout, headers=headers)
        error = json.loads(answer.body)["error"]["type"]
    except httpx.HTTPError as failed:
        words = f": {failed}" if str(failed) else ""
        raise Unfit(f"no Stripe can be reached at --stripe-url {url}{words}.") from None
    except (ValueError, TypeError, LookupError, RecursionError):
        raise Unfit(
            f"--stripe-url {url} is no Stripe: it answers GET {NO_INTENT} with {answer.status}."
        ) from None
    if answer.status in (401, 403):
        raise Unfit(
            f"Stripe at {url} does not take the key: --stripe-key is to be the backend's own."
        )
    if error != "invalid_request_error":
        raise Unfit(f"Stripe at {url} answers {answer.status} {error}.")
