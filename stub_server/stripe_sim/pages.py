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
<a name="success" href="?outcome=succeed">Authorize Test {noun}</a>
<a name="failure" class="fail" href="?outcome=fail">Fail Test {noun}</a>
</div></div>"""


def authorize_page(intent: Json, kind: str) -> str:
    """Two links: pay, or do not; for a SetupIntent: let the method be kept, or do not."""
    noun, text = "setup", "Your payment method is to be kept for later."
    if intent["object"] == "payment_intent":
        amount = shown(intent["amount"], intent["currency"])
        noun, text = "payment", f"A payment of {amount} waits for you. No money moves here."
    return TEMPLATE.format(
        title=escape(f"{kind} test {noun} page"),
        text=escape(text),
        links=LINKS.format(noun=noun.capitalize()),
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
    noun = intent["object"]
    parts = urlsplit(quote(return_url, safe=":/?#[]@!$&'()*+,;=%-._~"))
    added = urlencode(
        {
            noun: intent["id"],
            f"{noun}_client_secret": intent["client_secret"],
            "redirect_status": STATUS.get(intent["status"], "failed"),
        }
    )
    query = f"{parts.query}&{added}" if parts.query else added
    return urlunsplit(parts._replace(query=query))
