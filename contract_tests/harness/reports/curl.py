"""The shell command that sends a request again, byte by byte; secrets come from the environment."""

from __future__ import annotations

import re

from contract_tests.harness.escaping import for_shell
from contract_tests.harness.exchange import Exchange
from contract_tests.harness.reports.masking import Part, Secrets

LONGEST_ARGUMENT = 100_000
"""Bytes of a body as an argument: Linux takes 128 KiB."""
LONGEST_RUN = 1_000
"""Equal bytes in a row from which on a body is written shorter."""
RUN = re.compile(rb"(.)\1{%d,}" % LONGEST_RUN, re.DOTALL)


def curl(exchange: Exchange, secrets: Secrets) -> str:
    """Return the command for bash. The body is an argument, else piped."""
    words = ["curl", "-sS", *(["-k"] if exchange.insecure else [])]
    words += ["--path-as-is"] if "/." in exchange.url else []
    words += ["-g"] if set("[]{}") & set(exchange.url) else []
    words += ["-I"] if exchange.method == "HEAD" else ["-i", "-X", exchange.method]
    words = [for_shell(words), _word(secrets.parts(exchange.url))]
    for name, value in exchange.request_headers.items():
        content = secrets.header_parts(name, value)
        words += ["-H", _word([Part(f"{name}: "), *content] if content else [Part(f"{name};")])]
    body = exchange.request_body or b""
    if not body:
        return " ".join([*words, *_without_body(exchange)])
    if "content-type" not in exchange.request_headers:
        words += ["-H", "'content-type:'"]  # curl would say that it is a form
    text = _text(body)
    if text is not None and not RUN.search(body):
        return " ".join([*words, "--data-raw", _word(secrets.parts(text))])
    words += ["-H", "'expect:'", "--data-binary", "@-"]
    return f"{_written(body, secrets)} | {' '.join(words)}"


def _without_body(exchange: Exchange) -> list[str]:
    if exchange.method in ("POST", "PUT", "PATCH"):
        return ["-H", "'content-length: 0'"]
    return []


def _text(body: bytes) -> str | None:
    """Return the body as text if it can be an argument of a command."""
    if b"\0" in body or len(body) > LONGEST_ARGUMENT:
        return None
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _written(body: bytes, secrets: Secrets) -> str:
    """Return the command that writes the body to standard output."""
    commands: list[str] = []
    at = 0
    for run in RUN.finditer(body):
        commands += _printed(body[at : run.start()], secrets)
        byte = _octal(run[1])
        commands.append(f"head -c {len(run[0])} /dev/zero | tr '\\0' '{byte}'")
        at = run.end()
    commands += _printed(body[at:], secrets)
    return commands[0] if len(commands) == 1 else "{ " + "; ".join(commands) + "; }"


def _printed(body: bytes, secrets: Secrets) -> list[str]:
    if not body:
        return []
    parts = secrets.parts(body.decode("utf-8", "surrogateescape"))
    return [
        f'printf %s "${{{part.text}?}}"' if part.is_variable else _print_literal(part.text)
        for part in parts
    ]


def _print_literal(text: str) -> str:
    content = text.encode("utf-8", "surrogateescape")
    if "\0" not in text and text.encode("utf-8", "replace") == content:
        return f"printf %s {for_shell([text])}"
    return f"printf '{''.join(_octal(bytes([byte])) for byte in content)}'"


def _octal(byte: bytes) -> str:
    """Return a byte for `printf` and `tr`: itself if it means nothing to them or to the shell."""
    char = byte.decode("latin-1")
    return char if char.isascii() and char.isalnum() else f"\\{byte[0]:03o}"


def _word(parts: list[Part]) -> str:
    r"""Return one word of the command: `'{"password":"'"${SHOPSTUB_BODY_PASSWORD?}"'"}'`."""
    merged: list[Part] = []
    for part in parts:
        if merged and not part.is_variable and not merged[-1].is_variable:
            merged[-1] = Part(merged[-1].text + part.text)
        else:
            merged.append(part)
    quoted = [
        f'"${{{part.text}?}}"' if part.is_variable else for_shell([part.text]) for part in merged
    ]
    return "".join(quoted) or "''"
