"""The page of a redirect: the buyer's bank, with a link for each outcome."""

from __future__ import annotations

from urllib.parse import quote, urlencode, urlsplit, urlunsplit

from stub_server.escaping import for_html
from stub_server.stripe_sim.params.currencies import format_amount
from stub_server.stripe_sim.store.schema import Json

TEMPLATE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
:root{{color-scheme:light dark;--page:#f4f5f7;--card:#fff;--text:#1a1f36;--quiet:#5d6579;
--line:#dfe3eb;--act:#1f5fd0;--on-act:#fff;--no:#b3261e}}
@media(prefers-color-scheme:dark){{:root{{--page:#12151c;--card:#1c212b;--text:#e8ebf2;
--quiet:#a3abbd;--line:#343b49;--act:#8ab4ff;--on-act:#10203c;--no:#ff9a92}}}}
*{{box-sizing:border-box}}
body{{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;
font:16px/1.5 system-ui,sans-serif;color:var(--text);background:var(--page)}}
main{{width:100%;max-width:26rem;padding:2rem;border:1px solid var(--line);border-radius:.75rem;
background:var(--card)}}
h1{{margin:0;font-size:1.25rem;line-height:1.3}}
p{{margin:.5rem 0 0;color:var(--quiet)}}
.amount{{margin:1.25rem 0 0;font-size:2.25rem;line-height:1.2;color:var(--text);
font-variant-numeric:tabular-nums}}
.actions{{margin-top:1.5rem}}
.actions a{{display:block;margin-top:.75rem;padding:.7rem 1rem;border:1px solid var(--act);
border-radius:.5rem;text-align:center;text-decoration:none;font-weight:600;
color:var(--on-act);background:var(--act)}}
.actions a.fail{{border-color:var(--line);color:var(--no);background:none}}
.actions a:hover{{filter:brightness(1.08)}}
.actions a.fail:hover{{border-color:currentColor}}
a:focus-visible{{outline:3px solid var(--act);outline-offset:2px}}
footer{{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.8125rem;
color:var(--quiet);overflow-wrap:anywhere}}
</style></head>
<body>
<main>
<h1>{title}</h1>
{body}
</main>
</body>
</html>
"""
LINKS = """<div class="actions"><div class="common-ButtonGroup">
<a name="success" id="{ids[0]}" href="?outcome=succeed">Authorize Test {noun}</a>
<a name="failure" id="{ids[1]}" class="fail" href="?outcome=fail">Fail Test {noun}</a>
</div></div>
<footer>Test mode: no money moves. {identifier}</footer>"""
TYPE_NAMES = {
    "bancontact": "Bancontact",
    "blik": "BLIK",
    "card": "3D Secure",
    "eps": "EPS",
    "ideal": "iDEAL",
    "klarna": "Klarna",
    "link": "Link",
    "p24": "Przelewy24",
    "paypal": "PayPal",
}
LINK_IDS = {"card": ("test-source-authorize-3ds", "test-source-fail-3ds")}
"""Method type → ids of the links, as browser tests expect them; others: `success`, `failure`."""


def build_authorize_page(intent: Json, method_type: str) -> str:
    """Return the page with a link for each outcome of a payment or set-up."""
    noun, content = "setup", "<p>Your payment method is to be kept for later payments.</p>"
    if intent["object"] == "payment_intent":
        amount = for_html(format_amount(intent["amount"], intent["currency"]))
        description = for_html(intent["description"] or "A payment waits for you.")
        noun, content = "payment", f'<p>{description}</p>\n<p class="amount">{amount}</p>'
    links = LINKS.format(
        noun=noun.capitalize(),
        ids=LINK_IDS.get(method_type, ("success", "failure")),
        identifier=for_html(intent["id"]),
    )
    title = f"{TYPE_NAMES.get(method_type, method_type)} test {noun} page"
    return TEMPLATE.format(title=for_html(title), body=f"{content}\n{links}")


def build_notice_page(title: str, text: str) -> str:
    """Return a page without links."""
    return TEMPLATE.format(title=for_html(title), body=f"<p>{for_html(text)}</p>")


REDIRECT_STATUS = {
    "succeeded": "succeeded",
    "requires_capture": "succeeded",
    "processing": "succeeded",
    "requires_confirmation": "succeeded",
}


def build_return_url(return_url: str, intent: Json) -> str:
    """Return the return URL with Stripe's parameters added to its query string."""
    noun = intent["object"]
    parts = urlsplit(quote(return_url, safe=":/?#[]@!$&'()*+,;=%-._~"))
    params = urlencode(
        {
            noun: intent["id"],
            f"{noun}_client_secret": intent["client_secret"],
            "redirect_status": REDIRECT_STATUS.get(intent["status"], "failed"),
        }
    )
    query = f"{parts.query}&{params}" if parts.query else params
    return urlunsplit(parts._replace(query=query))
