"""Stage: random requests on both ports; no 5xx, no traceback."""

from __future__ import annotations

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from tests.endurance.fuzz_requests import Request, Requests, ShopRequests, StripeRequests
from tests.endurance.fuzz_values import Source
from tests.endurance.plan import Plan
from tests.endurance.row import Row
from tests.process.running import Running

REQUESTS = 50_000
CLIENTS = 2
"""Per port."""

MAX_SECONDS = 5.0
"""The slowest response that passes: a shared machine may pause."""


@dataclass
class Result:
    """What a client saw. statuses: hundreds → number. slowest: seconds, and the request."""

    statuses: Counter[int] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")


def run(plan: Plan) -> Row:
    """Send random requests from some clients, each with a seed of its own."""
    stub = Running(plan.new_folder("fuzz"), "--quiet")
    count = -(-plan.count(REQUESTS, 400) // (2 * CLIENTS))
    jobs: list[tuple[str, str, Requests]] = [
        (f"{name} {number}", url, requests)
        for name, url, requests in (
            ("shop", stub.url, ShopRequests()),
            ("stripe", stub.stripe, StripeRequests()),
        )
        for number in range(CLIENTS)
    ]
    with ThreadPoolExecutor(len(jobs)) as pool:
        results = list(pool.map(lambda job: send_all(plan, job, count), jobs))
    failures = [failure for result in results for failure in result.failures]
    if stub.stops() != 0 or "Traceback" in stub.printed():
        failures.append(f"in the log: {stub.printed()[-300:]}")
    statuses = sum((result.statuses for result in results), Counter[int]())
    if not statuses[2]:
        failures.append("no request was successful: the generators are broken")
    slowest, what = max(result.slowest for result in results)
    if slowest > MAX_SECONDS:
        failures.append(f"{what} took {slowest:.1f} s")
    shares = ", ".join(f"{number:,} {kind}xx" for kind, number in sorted(statuses.items()))
    return Row(
        f"fuzzed requests by openapi.yaml and spec/api.json, seed {plan.seed}",
        f"{statuses.total():,} requests: {shares}",
        f"slowest: {slowest * 1000:.0f} ms, {what[:60]}",
        tuple(failures),
    )


def send_all(plan: Plan, job: tuple[str, str, Requests], count: int) -> Result:
    """Send the requests of one client. job: name of its random generator, address, requests."""
    name, url, requests = job
    source, result = Source(plan.random(f"fuzz {name}")), Result()
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    cookie = ""
    for number in range(count):
        request = requests.build(source)
        headers = request.headers | ({"Cookie": cookie} if cookie and source.chance(0.9) else {})
        began = time.monotonic()
        try:
            status, body, new_cookie = exchange(connection, request, headers)
        except (OSError, http.client.HTTPException) as error:
            result.failures.append(f"{name}, seed {plan.seed}, request {number}: {error!r}")
            connection.close()
            continue
        result.slowest = max(
            result.slowest, (time.monotonic() - began, f"{request.method} {request.path[:60]}")
        )
        result.statuses[status // 100] += 1
        cookie = new_cookie or cookie
        source.learn(body)
        if status >= 500:
            result.failures.append(
                f"{name}, seed {plan.seed}, request {number}: {status} for {request}"[:400]
            )
    connection.close()
    return result


def exchange(
    connection: http.client.HTTPConnection, request: Request, headers: dict[str, str]
) -> tuple[int, bytes, str]:
    """Send a request; return status, body and the cookie that the response sets."""
    connection.request(request.method, request.path, request.body, headers)
    response = connection.getresponse()
    cookie = (response.getheader("Set-Cookie") or "").partition(";")[0]
    return response.status, response.read(), cookie
