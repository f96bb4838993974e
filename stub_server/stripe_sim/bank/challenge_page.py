"""The page of a 3-D Secure challenge, shown in a frame."""

from __future__ import annotations

from stub_server.escaping import for_html
from stub_server.stripe_sim.params.currencies import format_amount
from stub_server.stripe_sim.store.schema import Json

PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>3D Secure 2 Test Page</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:16px/1.5 system-ui,sans-serif;color:#1a1f36;background:#fff;margin:0;
padding:1.5rem}}
h1{{font-size:1.25rem}}form{{display:flex;flex-wrap:wrap;gap:.75rem}}
button{{font:inherit;font-weight:600;text-transform:uppercase;border:0;border-radius:.4rem;
padding:.8rem 1.25rem;color:#fff;background:#0a7a3d;cursor:pointer}}
button.fail{{background:#b3261e}}
button:focus-visible{{outline:3px solid #1a4fd6;outline-offset:2px}}</style></head>
<body><main>
<h1>3D Secure 2 Test Page</h1>
{content}
</main>{script}</body>
</html>
"""
QUESTION = """<p>{text}</p>
<form method="post">
<button id="test-source-authorize-3ds" name="outcome" value="succeed">Complete</button>
<button id="test-source-fail-3ds" class="fail" name="outcome" value="fail">Fail</button>
</form>"""
DONE_SCRIPT = """<script>
const origin = new URLSearchParams(location.search).get('parent');
if (origin) parent.postMessage({ shopstub: 1, kind: 'tell', name: 'answered' }, origin);
</script>"""
"""Notifies the parent frame that the buyer has answered; the API has the outcome."""


def build_question_page(intent: Json) -> str:
    """Return the page with a button for each outcome."""
    text = "Your card is to be kept for later. Is it you?"
    if intent["object"] == "payment_intent":
        amount = format_amount(intent["amount"], intent["currency"])
        text = f"A payment of {amount} waits for you. No money moves here. Is it you who pays?"
    return PAGE.format(content=QUESTION.format(text=for_html(text)), script="")


def build_done_page() -> str:
    """Return the page after the answer."""
    return PAGE.format(
        content="<p>Thank you. You are led back to the shop.</p>", script=DONE_SCRIPT
    )
