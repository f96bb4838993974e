"""PHP mutants of sessions, errors, bodies and methods."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

SESSION = "Http/Session.php"
FRONT = "Http/FrontController.php"
REQUEST = "Http/Request.php"
ROUTES = "Http/Routes.php"

MUTANTS = (
    mutant(
        "cookie-for-scripts",
        "C-conv-2",
        "The cookie is not HttpOnly.",
        (SESSION, "; HttpOnly;", ";"),
    ),
    mutant(
        "cookie-by-read",
        "C-conv-8",
        "Every request starts a session, even a GET.",
        (FRONT, "$usesSession && $request->method === 'POST'", "$usesSession"),
    ),
    mutant(
        "made-up-session",
        "C-conv-2",
        "A session token that the client invents is accepted.",
        (
            SESSION,
            "        if ($row !== null) {",
            "        if ($row === null && $token !== null) {\n"
            "            $db->execute(\n"
            "                'INSERT INTO sessions (token_hash, cart_changed_at) VALUES (?, ?)',\n"
            "                [Ids::hash($token), Clock::now()],\n"
            "            );\n"
            "            $row = ['id' => $db->lastId(), 'customer_id' => null];\n"
            "        }\n"
            "        if ($row !== null) {",
        ),
    ),
    mutant(
        "html-charset",
        "C-conv-1",
        "Errors have PHP's default content type, text/html.",
        (
            FRONT,
            "['Content-Type' => 'application/json; charset=utf-8', 'Content-Length'",
            "['Content-Type' => $status < 400 ? 'application/json; charset=utf-8' : "
            "'text/html; charset=utf-8', 'Content-Length'",
        ),
    ),
    mutant(
        "flat-errors",
        "C-conv-3",
        "Errors have no envelope.",
        (
            "ApiException.php",
            "return ['error' => ['code' => $this->errorCode, "
            "'message' => $this->getMessage()] + $this->members];",
            "return ['code' => $this->errorCode, 'message' => $this->getMessage()];",
        ),
    ),
    mutant(
        "time-without-zone",
        "C-conv-5",
        "Times are in MySQL's format.",
        ("Clock.php", "return str_replace(' ', 'T', $time) . 'Z';", "return $time;"),
    ),
    mutant(
        "time-of-berlin",
        "C-conv-5",
        "Times are in Berlin time, with a Z.",
        ("Clock.php", "new DateTimeZone('UTC')", "new DateTimeZone('Europe/Berlin')"),
    ),
    mutant(
        "lists-are-objects",
        "C-conv-7",
        "A list is accepted in place of an object.",
        (
            "Json.php",
            "return $value instanceof stdClass ? $value : throw new ApiException("
            "'request.invalid', 'The body must be an object.');",
            "return (object) $value;",
        ),
    ),
    mutant(
        "no-allow",
        "C-conv-7",
        "A 405 has no Allow header.",
        (
            ROUTES,
            "                    headers: ['Allow' => implode(', ', array_keys($methods))],\n",
            "",
        ),
    ),
    mutant(
        "any-content-type",
        "C-conv-7",
        "The content type is not checked.",
        (REQUEST, "if (!preg_match(", "if (strlen($type) > 1000 && !preg_match("),
    ),
)
