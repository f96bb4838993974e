"""PHP mutants of accounts, logins and addresses."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

SESSION = "Http/Session.php"
CUSTOMERS = "Customer/CustomerRepository.php"
CONTROLLER = "Customer/CustomerController.php"
PASSWORDS = "Customer/PasswordHasher.php"
TOKENS = "Customer/ResetTokenRepository.php"
RESET = "Customer/PasswordController.php"
RATE_LIMITER = "Customer/RateLimiter.php"
ADDRESSES = "Customer/AddressRepository.php"

MUTANTS = (
    mutant(
        "session-fixation",
        "C-cus-2",
        "A login keeps the session's token.",
        (
            SESSION,
            "        $this->newToken = Ids::secret();\n        $this->customerId = $customerId;",
            "        $this->customerId = $customerId;",
        ),
        (
            SESSION,
            "'UPDATE sessions SET token_hash = ?, customer_id = ? WHERE id = ?',\n"
            "            [Ids::hash($this->newToken), $customerId, $this->id],",
            "'UPDATE sessions SET customer_id = ? WHERE id = ?',\n"
            "            [$customerId, $this->id],",
        ),
    ),
    mutant(
        "orders-left-behind",
        "C-cus-2",
        "A login does not take over the guest's orders.",
        (
            SESSION,
            "WHERE session_id = ? AND customer_id IS NULL',\n            [$customerId",
            "WHERE session_id = -? AND customer_id IS NULL',\n            [$customerId",
        ),
    ),
    mutant(
        "logout-keeps-session",
        "C-cus-3",
        "A logout deletes the cookie but keeps the session.",
        (
            SESSION,
            "        $this->db->transaction(fn () => $this->db->execute("
            "'DELETE FROM sessions WHERE id = ?', [$this->id]));\n",
            "",
        ),
    ),
    mutant(
        "account-without-an-email",
        "C-chk-4",
        "Any text is accepted as the email of an account.",
        (
            CONTROLLER,
            "[$email, $name] = [$input->email('email'), $input->text('name')];",
            "[$email, $name] = [$input->text('email'), $input->text('name')];",
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
        "bcrypt reads only the first 72 bytes.",
        (
            PASSWORDS,
            "password_hash($password, PASSWORD_ARGON2ID, self::COST)",
            "password_hash($password, PASSWORD_BCRYPT, ['cost' => 8])",
        ),
    ),
    mutant(
        "unknown-email-told",
        "C-cus-5",
        "A login tells that there is no such account.",
        (
            CONTROLLER,
            "        if (!PasswordHasher::verify(",
            "        if ($customer === null) {\n"
            "            throw new ApiException('auth.invalidCredentials', 'No such account.');\n"
            "        }\n"
            "        if (!PasswordHasher::verify(",
        ),
    ),
    mutant(
        "unknown-email-timed",
        "C-cus-5",
        "An unknown email is rejected without hashing a password.",
        (
            PASSWORDS,
            "password_verify($password, $hash ?? self::DUMMY_HASH) && $hash !== null",
            "$hash !== null && password_verify($password, $hash)",
        ),
    ),
    mutant(
        "limit-by-email",
        "C-cus-6",
        "Attempts are counted by email instead of by IP address.",
        (
            CONTROLLER,
            "->hit('login', $request->ip())",
            "->hit('login', substr(\\Shop\\Ids::hash($email), 0, 40))",
        ),
    ),
    mutant(
        "limit-without-wait",
        "C-cus-6",
        "A 429 has no Retry-After.",
        (RATE_LIMITER, ", headers: $headers);", ");"),
    ),
    mutant(
        "reset-tells",
        "C-cus-7",
        "A reset tells whether there is such an account.",
        (
            RESET,
            "        return new stdClass();\n    }\n\n    /** Check the token",
            "        return (object) ['sent' => $customer !== null];\n    }\n\n    /** Check the token",
        ),
    ),
    mutant(
        "token-lives-on",
        "C-cus-8",
        "A token works any number of times.",
        (RESET, "            $this->tokens->consume($customer);\n", ""),
    ),
    mutant(
        "token-never-expires",
        "C-cus-8",
        "A token does not expire.",
        (TOKENS, "AND expires_at > ? FOR", "AND expires_at > ? - INTERVAL 1 DAY FOR"),
    ),
    mutant(
        "sessions-survive-reset",
        "C-cus-8",
        "A new password keeps other sessions logged in.",
        (
            RESET,
            "'DELETE FROM sessions WHERE customer_id = ? AND id <> ?'",
            "'DELETE FROM sessions WHERE customer_id = ? AND id = ?'",
        ),
    ),
    mutant(
        "reset-ends-all",
        "C-cus-8",
        "A new password ends the sessions of all customers.",
        (
            RESET,
            "'DELETE FROM sessions WHERE customer_id = ? AND id <> ?', [$customer, $session->id()]",
            "'DELETE FROM sessions WHERE customer_id IS NOT NULL AND id <> ?', [$session->id()]",
        ),
    ),
    mutant(
        "email-by-case",
        "C-cus-9",
        "Ada@ and ada@ are separate accounts.",
        ("Email.php", "return mb_strtolower($email);", "return $email;"),
    ),
    mutant(
        "id-ignored",
        "C-cus-9",
        "An id in the request is ignored instead of rejected.",
        (CONTROLLER, "foreach (['id', 'createdAt'] as", "foreach (['createdAt'] as"),
    ),
    mutant(
        "email-taken-by-change",
        "C-cus-9",
        "The old email still works for a login after a change.",
        (CUSTOMERS, "if ($member === 'email') {", "if ($member === 'e-mail') {"),
    ),
    mutant(
        "anyone-s-address",
        "C-cus-10",
        "The addresses of other customers can be changed by id.",
        (
            ADDRESSES,
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
            ADDRESSES,
            "        $this->db->execute('UPDATE customers SET default_address_id = NULL "
            "WHERE default_address_id = ?', [$id]);\n",
            "",
        ),
    ),
    mutant(
        "hash-in-answer",
        "C-cus-11",
        "The response contains the account as the database stores it.",
        (CUSTOMERS, "        ] + $default;", "        ] + $default + $row;"),
    ),
)
