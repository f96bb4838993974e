"""A server that passes for a shopstub and answers every command with hostile text."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.hostile import HOSTILE

ORDER = {
    "number": HOSTILE,
    "id": "order-1",
    "status": HOSTILE,
    "paymentStatus": HOSTILE,
    "fulfilmentStatus": HOSTILE,
    "items": [{"quantity": 2}],
    "total": 5.0,
    "email": HOSTILE,
    "paymentIntent": "pi_1",
    "clientSecret": "pi_1_secret_2",
}
MAIL = {"to": HOSTILE, "subject": HOSTILE, "text": HOSTILE.replace("\n", ""), "sentAt": HOSTILE}
HEALTH = {
    "publishableKey": "pk_test_1",
    "stripeMode": "simulator",
    "webhook": "/api/webhooks/stripe",
}
CHECKOUT = {"orderId": "order-1", "clientSecret": "pi_1_secret_2", "publishableKey": "pk_test_1"}
INTENT = {"id": HOSTILE, "status": HOSTILE, "amount": 500, "currency": "eur", HOSTILE: HOSTILE}


@contextmanager
def running(status: int = 200, content: Any = None) -> Iterator[str]:
    """The server's address. content: what it answers everywhere instead of the shapes above."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            answer = _answer(self.path.partition("?")[0], url) if content is None else content
            body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield url
    finally:
        server.shutdown()
        server.server_close()


def _answer(path: str, url: str) -> Any:
    return {
        "/_stub/health": {"stripe": url, **HEALTH},
        "/_stub/orders": {"orders": [ORDER]},
        "/_stub/orders/order-1": ORDER,
        "/_stub/outbox": {"mails": [MAIL]},
        "/api/checkout/intent": CHECKOUT,
        "/v1/payment_intents/pi_1": INTENT,
        "/v1/payment_intents/pi_1/confirm": INTENT,
    }.get(path, ORDER)
