"""The page that a redirect leads to: the buyer's bank, played by two links."""

from __future__ import annotations

from html import escape
from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from stub_server.stripe_sim.currencies import shown
from stub_server.stripe_sim.tables import Json

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:30rem;margin:4rem auto;padding:0 1rem}}
a{{display:block;margin:1rem 0;padding:.8rem 1rem;border-radius:.4rem;text-align:center;
text-decoration:none;color:#fff;background:#0a7a3d}}a.fail{{background:#b3261e}}</style></head>
<body>
<h1>{title}</h1>
<p>{text}</p>
{links}
</body>
</html>
"""
LINKS = """<div class="actions"><div class="common-ButtonGroup">
<a name="success" href="?outcome=succeed">Authorize Test Payment</a>
<a name="failure" class="fail" href="?outcome=fail">Fail Test Payment</a>
</div></div>"""


def authorize_page(intent: Json, kind: str) -> str:
    """Two links: pay, or do not."""
    amount = shown(intent["amount"], intent["currency"])
    return TEMPLATE.format(
        title=escape(f"{kind} test payment page"),
        text=escape(f"A payment of {amount} waits for you. No money moves here."),
        links=LINKS,
    )


def notice_page(title: str, text: str) -> str:
    """A page that leads nowhere."""
    return TEMPLATE.format(title=escape(title), text=escape(text), links="")


STATUS = {
    "succeeded": "succeeded",
    "requires_capture": "succeeded",
    "processing": "succeeded",
    "requires_confirmation": "succeeded",
}


def back_url(return_url: str, intent: Json) -> str:
    """The return URL with what Stripe appends to it; its own query string stays."""
    parts = urlsplit(quote(return_url, safe=":/?#[]@!$&'()*+,;=%-._~"))
    added = urlencode(
        {
            "payment_intent": intent["id"],
            "payment_intent_client_secret": intent["client_secret"],
            "redirect_status": STATUS.get(intent["status"], "failed"),
        }
    )
    query = f"{parts.query}&{added}" if parts.query else added
    return urlunsplit(parts._replace(query=query))
