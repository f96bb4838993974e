"""What a PHP developer gets wrong with sessions, accounts and HTTP."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

VISIT, FRONT, REQUEST, ROUTES = (
    f"Http/{name}.php" for name in ("Visit", "FrontController", "Request", "Routes")
)
CUSTOMERS, ENDPOINTS = "Customers/Customers.php", "Customers/CustomerEndpoints.php"
PASSWORDS, TOKENS = "Customers/Passwords.php", "Customers/ResetTokens.php"
RESET, ATTEMPTS, BOOK = (
    f"Customers/{name}.php" for name in ("PasswordEndpoints", "Attempts", "AddressBook")
)

MUTANTS = (
    mutant(
        "cookie-for-scripts",
        "C-conv-2",
        "The cookie is not HttpOnly.",
        (VISIT, "; HttpOnly;", ";"),
    ),
    mutant(
        "cookie-by-read",
        "C-conv-8",
        "Every request begins a session, a GET too.",
        (FRONT, "$visited && $request->method === 'POST'", "$visited"),
    ),
    mutant(
        "made-up-session",
        "C-conv-2",
        "A session's name is taken over from whoever brings one.",
        (
            VISIT,
            "        if ($row !== null) {",
            "        if ($row === null && $token !== null) {\n"
            "            $db->change(\n"
            "                'INSERT INTO sessions (token_hash, cart_changed_at) VALUES (?, ?)',\n"
            "                [Ids::hash($token), Clock::now()],\n"
            "            );\n"
            "            $row = ['id' => $db->lastId(), 'customer_id' => null];\n"
            "        }\n"
            "        if ($row !== null) {",
        ),
    ),
    mutant(
        "session-fixation",
        "C-cus-2",
        "The session's name stays at login.",
        (
            VISIT,
            "        $this->newToken = Ids::secret();\n        $this->customerId = $customerId;",
            "        $this->customerId = $customerId;",
        ),
        (
            VISIT,
            "'UPDATE sessions SET token_hash = ?, customer_id = ? WHERE id = ?',\n"
            "            [Ids::hash($this->newToken), $customerId, $this->id],",
            "'UPDATE sessions SET customer_id = ? WHERE id = ?',\n"
            "            [$customerId, $this->id],",
        ),
    ),
    mutant(
        "orders-left-behind",
        "C-cus-2",
        "The guest's orders are not the customer's after a login.",
        (
            VISIT,
            "WHERE session_id = ? AND customer_id IS NULL',\n            [$customerId",
            "WHERE session_id = -? AND customer_id IS NULL',\n            [$customerId",
        ),
    ),
    mutant(
        "logout-keeps-session",
        "C-cus-3",
        "Logout forgets the cookie, and the session lives on.",
        (
            VISIT,
            "        $this->db->transaction(fn () => $this->db->change("
            "'DELETE FROM sessions WHERE id = ?', [$this->id]));\n",
            "",
        ),
    ),
    mutant(
        "password-in-bytes",
        "C-cus-4",
        "A password's length is counted in bytes.",
        (PASSWORDS, "mb_strlen($password)", "strlen($password)"),
    ),
    mutant(
        "password-cut",
        "C-cus-4",
        "bcrypt looks at the first 72 bytes only.",
        (
            PASSWORDS,
            "password_hash($password, PASSWORD_ARGON2ID, self::COST)",
            "password_hash($password, PASSWORD_BCRYPT, ['cost' => 8])",
        ),
    ),
    mutant(
        "unknown-email-told",
        "C-cus-5",
        "Login says that there is no such account.",
        (
            ENDPOINTS,
            "        if (!Passwords::match(",
            "        if ($customer === null) {\n"
            "            throw new Refusal('auth.invalidCredentials', 'No such account.');\n"
            "        }\n"
            "        if (!Passwords::match(",
        ),
    ),
    mutant(
        "unknown-email-timed",
        "C-cus-5",
        "An unknown email is answered without hashing anything.",
        (
            PASSWORDS,
            "password_verify($password, $hash ?? self::NOBODYS) && $hash !== null",
            "$hash !== null && password_verify($password, $hash)",
        ),
    ),
    mutant(
        "limit-by-email",
        "C-cus-6",
        "Attempts are counted for each email, not for the address.",
        (
            ENDPOINTS,
            "->count('login', $request->ip())",
            "->count('login', substr(\\Shop\\Ids::hash($email), 0, 40))",
        ),
    ),
    mutant(
        "limit-without-wait",
        "C-cus-6",
        "A 429 has no Retry-After.",
        (ATTEMPTS, ", headers: $headers);", ");"),
    ),
    mutant(
        "reset-tells",
        "C-cus-7",
        "A reset says whether there is such an account.",
        (
            RESET,
            "        return new stdClass();\n    }\n\n    /** The token",
            "        return (object) ['sent' => $customer !== null];\n    }\n\n    /** The token",
        ),
    ),
    mutant(
        "token-lives-on",
        "C-cus-8",
        "A token works as often as one likes.",
        (RESET, "            $this->tokens->useUp($customer);\n", ""),
    ),
    mutant(
        "token-never-expires",
        "C-cus-8",
        "A token's end is not looked at.",
        (TOKENS, "AND expires_at > ? FOR", "AND expires_at > ? - INTERVAL 1 DAY FOR"),
    ),
    mutant(
        "sessions-survive-reset",
        "C-cus-8",
        "A new password leaves a thief's session open.",
        (
            RESET,
            "'DELETE FROM sessions WHERE customer_id = ? AND id <> ?'",
            "'DELETE FROM sessions WHERE customer_id = ? AND id = ?'",
        ),
    ),
    mutant(
        "reset-ends-all",
        "C-cus-8",
        "A new password logs everybody out.",
        (
            RESET,
            "'DELETE FROM sessions WHERE customer_id = ? AND id <> ?', [$customer, $visit->id()]",
            "'DELETE FROM sessions WHERE customer_id IS NOT NULL AND id <> ?', [$visit->id()]",
        ),
    ),
    mutant(
        "email-by-case",
        "C-cus-9",
        "Ada@ and ada@ are two accounts.",
        ("Email.php", "return mb_strtolower($email);", "return $email;"),
    ),
    mutant(
        "id-ignored",
        "C-cus-9",
        "An id in the request is ignored instead of refused.",
        (ENDPOINTS, "foreach (['id', 'createdAt'] as", "foreach (['createdAt'] as"),
    ),
    mutant(
        "email-taken-by-change",
        "C-cus-9",
        "The new email's key is not kept: the old one still logs in.",
        (CUSTOMERS, "if ($member === 'email') {", "if ($member === 'e-mail') {"),
    ),
    mutant(
        "anyone-s-address",
        "C-cus-10",
        "An address is found by its id, whoever's it is.",
        (
            BOOK,
            "'SELECT address FROM addresses WHERE id = ? AND customer_id = ? FOR UPDATE',\n"
            "            [$id, $customer],",
            "'SELECT address FROM addresses WHERE id = ? FOR UPDATE',\n            [$id],",
        ),
    ),
    mutant(
        "default-dangles",
        "C-cus-10",
        "A removed address stays the default.",
        (
            BOOK,
            "        $this->db->change('UPDATE customers SET default_address_id = NULL "
            "WHERE default_address_id = ?', [$id]);\n",
            "",
        ),
    ),
    mutant(
        "hash-in-answer",
        "C-cus-11",
        "The account is answered as the database has it.",
        (CUSTOMERS, "        ] + $default;", "        ] + $default + $row;"),
    ),
    mutant(
        "html-charset",
        "C-conv-1",
        "Errors are text/html, as PHP has it by default.",
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
        "Errors come without the envelope.",
        (
            "Refusal.php",
            "return ['error' => ['code' => $this->errorCode, "
            "'message' => $this->getMessage()] + $this->members];",
            "return ['code' => $this->errorCode, 'message' => $this->getMessage()];",
        ),
    ),
    mutant(
        "time-without-zone",
        "C-conv-5",
        "Times come as MySQL writes them.",
        ("Clock.php", "return str_replace(' ', 'T', $time) . 'Z';", "return $time;"),
    ),
    mutant(
        "time-of-berlin",
        "C-conv-5",
        "Times are Berlin's, with a Z.",
        ("Clock.php", "new DateTimeZone('UTC')", "new DateTimeZone('Europe/Berlin')"),
    ),
    mutant(
        "lists-are-objects",
        "C-conv-7",
        "A list in place of an object is taken, as json_decode to arrays does.",
        (
            "Json.php",
            "return $value instanceof stdClass ? $value : throw new Refusal("
            "'request.invalid', 'The body must be an object.');",
            "return (object) $value;",
        ),
    ),
    mutant(
        "no-allow",
        "C-conv-7",
        "A 405 does not say which methods there are.",
        (
            ROUTES,
            "                    headers: ['Allow' => implode(', ', array_keys($methods))],\n",
            "",
        ),
    ),
    mutant(
        "any-content-type",
        "C-conv-7",
        "The Content-Type is not looked at.",
        (REQUEST, "if (!preg_match(", "if (strlen($type) > 1000 && !preg_match("),
    ),
)
