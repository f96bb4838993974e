"""The contract's pages and the document, to read in a browser; every rule has an anchor."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

from stub_server.escaping import for_html
from stub_server.server import envelope
from stub_server.server.document import Document
from stub_server.server.errors import ErrorResponses

STYLE = """
:root { color-scheme: light dark; --line: #8884; --quiet: #8888; --mark: #ffe58a66; }
body { font: 16px/1.55 system-ui, sans-serif; max-width: 78rem; margin: 0 auto; }
body { padding: 1rem 1.25rem 6rem; }
nav { display: flex; flex-wrap: wrap; gap: 1rem; padding: .5rem 0 1rem; }
nav { border-bottom: 1px solid var(--line); } nav b { margin-right: auto; }
nav [aria-current] { font-weight: 600; text-decoration: none; color: inherit; }
h1 { margin: 1.5rem 0 .5rem; } h2 { margin-top: 2.5rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: .92em; }
th, td { text-align: left; vertical-align: top; padding: .45rem .7rem; }
th, td { border-bottom: 1px solid var(--line); }
th { color: GrayText; font-weight: 600; } td:first-child { white-space: nowrap; }
tr:target td { background: var(--mark); }
code { font: .9em ui-monospace, monospace; } td code { white-space: nowrap; }
pre { overflow-x: auto; padding: .9rem 1rem; border: 1px solid var(--line); border-radius: .4rem; }
"""


def routes(document: Document, folder: Path, errors: ErrorResponses) -> list[Route]:
    """Return `/`, `/openapi.yaml`, and under `/_stub/docs/` a page for each Markdown file."""
    names = sorted(file.stem for file in folder.glob("*.md"))

    @cache
    def page(name: str, read_at: float) -> str:  # noqa: ARG001 - a page that was edited is read again
        return _page(name, names, (folder / f"{name}.md").read_text(encoding="utf-8"), document)

    async def docs(request: Request) -> Response:
        name = request.path_params["name"].removesuffix(".md")
        if name not in names:
            raise envelope.not_found(request.scope["path"])
        return HTMLResponse(page(name, (folder / f"{name}.md").stat().st_mtime))

    async def home(request: Request) -> Response:  # noqa: ARG001 - the shape of every endpoint
        return HTMLResponse(_home(names, document))

    async def source(request: Request) -> Response:  # noqa: ARG001 - the shape of every endpoint
        return FileResponse(document.source, media_type="application/yaml")

    return [
        Route("/", errors.guarded(home)),
        Route("/openapi.yaml", errors.guarded(source)),
        Route("/_stub/docs/{name}", errors.guarded(docs)),
    ]


def _home(names: list[str], document: Document) -> str:
    title = for_html(str(document.tree.get("info", {}).get("title", "the API")))
    rows = "".join(
        f"<tr><td><code>{for_html(one.method)}</code></td><td><code>{for_html(one.path)}</code></td>"
        f"<td>{for_html(str(one.node.get('summary', '')))}</td></tr>"
        for one in document.operations.values()
    )
    body = (
        f"<h1>shopstub is running</h1><p>It serves “{title}”. The contract: "
        '<a href="/openapi.yaml">openapi.yaml</a> and the pages above.</p>'
        '<div class="wide"><table><tr><th>Method</th><th>Path</th><th></th></tr>'
        f"{rows}</table></div>"
    )
    return _frame("shopstub", names, None, body)


def _page(name: str, names: list[str], text: str, document: Document) -> str:
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    body = body.replace("<table>", '<div class="wide"><table>').replace(
        "</table>", "</table></div>"
    )
    for rule in map(for_html, document.rule_pages):
        body = body.replace(f"<tr>\n<td>{rule}</td>", f'<tr id="{rule}">\n<td>{rule}</td>')
    return _frame(f"{name} · shopstub", names, name, body)


def _link(name: str, *, is_current: bool) -> str:
    mark = ' aria-current="page"' if is_current else ""
    return f'<a href="/_stub/docs/{for_html(quote(name))}"{mark}>{for_html(name)}</a>'


def _frame(title: str, names: list[str], current: str | None, body: str) -> str:
    links = "".join(_link(name, is_current=name == current) for name in names)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{for_html(title)}</title><style>{STYLE}</style>"
        f'<nav><b><a href="/">shopstub</a></b>{links}</nav><main>{body}</main></html>'
    )
