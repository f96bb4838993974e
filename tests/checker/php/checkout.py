"""PHP mutants of the checkout."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

CHECKOUT = "Checkout/CheckoutController.php"
PURCHASE = "Checkout/Purchase.php"
IDEMPOTENCY = "Checkout/IdempotencyKeys.php"
INTENTS = "Payment/PaymentIntents.php"

MUTANTS = (
    mutant(
        "country-in-any-case",
        "C-chk-3",
        "A country in lower case is accepted.",
        ("Address.php", "[$address['country']]", "[strtoupper($address['country'])]"),
    ),
    mutant(
        "blank-by-empty",
        "C-chk-3",
        "A field of an address counts as missing only if it is ''.",
        ("Address.php", "|| Text::isBlank($value)", "|| $value === ''"),
    ),
    mutant(
        "billing-unjudged",
        "C-chk-3",
        "The billing address is not validated.",
        (
            PURCHASE,
            "Address::from($billing, 'billingAddress')",
            "(array) $billing",
        ),
    ),
    mutant(
        "email-without-domain",
        "C-chk-4",
        "Any string with an @ is accepted as email.",
        (
            "Email.php",
            "filter_var($value, FILTER_VALIDATE_EMAIL) !== false",
            "str_contains($value, '@')",
        ),
    ),
    mutant(
        "consent-by-truth",
        "C-chk-4",
        "acceptsMarketing is cast to bool.",
        (
            "Http/Input.php",
            "return is_bool($value) ? $value : throw ApiException::invalid($name, "
            '"$name must be true or false.");',
            "return (bool) $value;",
        ),
    ),
    mutant(
        "stock-off-by-one",
        "C-chk-5",
        "The last piece can't be bought.",
        (PURCHASE, "$line['stock'] < $line['quantity']", "$line['stock'] <= $line['quantity']"),
    ),
    mutant(
        "price-change-unnoticed",
        "C-chk-5",
        "Checkout uses the cart's old price without a rejection.",
        (PURCHASE, "$line['current_price_cents'] !== $line['unit_price_cents']", "false"),
    ),
    mutant(
        "confirm-pays",
        "C-chk-6",
        "confirm asks Stripe and marks the order as paid, without a webhook.",
        (
            CHECKOUT,
            "        if ($intent['status'] === 'requires_action') {",
            "        if ($intent['status'] !== 'requires_action' && "
            "($intent['last_payment_error'] ?? null) === null) {\n"
            "            $this->app->db->execute(\n"
            "                \"UPDATE orders SET status = 'paid', paid_at = ?, "
            "fulfilment_status = 'processing' WHERE id = ?\",\n"
            "                [\\Shop\\Clock::now(), $id],\n"
            "            );\n"
            "            return $this->orders->serialize($this->orders->findVisible($id, $session));\n"
            "        }\n"
            "        if ($intent['status'] === 'requires_action') {",
        ),
    ),
    mutant(
        "confirm-of-anyone",
        "C-chk-7",
        "confirm accepts the id of any order.",
        (
            CHECKOUT,
            "$order = $this->orders->findVisible($id, $session);\n"
            "        if (in_array($order['status'], self::CLOSED, true)) {\n"
            "            return $this->orders->serialize($order);\n        }\n        $intent",
            "$order = $this->app->db->fetchOne('SELECT * FROM orders WHERE id = ?', [$id])\n"
            "            ?? $this->orders->findVisible($id, $session);\n"
            "        return $this->orders->serialize($order);\n"
            "        $intent",
        ),
    ),
    mutant(
        "authentication-untold",
        "C-chk-7",
        "An open 3-D Secure step is reported as pending.",
        (
            CHECKOUT,
            "$intent['status'] === 'requires_action'",
            "$intent['status'] === 'requires_source'",
        ),
    ),
    mutant(
        "key-for-all",
        "C-chk-14",
        "Idempotency keys are shared by all sessions.",
        (
            IDEMPOTENCY,
            "WHERE session_id = ? AND key_hash = ?',\n                [$sessionId, Ids::hash($key)],",
            "WHERE key_hash = ?',\n                [Ids::hash($key)],",
        ),
    ),
    mutant(
        "key-not-waited-for",
        "C-chk-14",
        "A second request with a key does not wait for the first one.",
        (
            "Database.php",
            "'SELECT GET_LOCK(?, ?) AS got', [$lock, $seconds]",
            "'SELECT LENGTH(?) > ? - ? AS got', [$lock, $seconds, $seconds]",
        ),
        (
            IDEMPOTENCY,
            "'INSERT INTO idempotency_keys",
            "'REPLACE INTO idempotency_keys",
        ),
    ),
    mutant(
        "amount-in-euros",
        "C-str-1",
        "Stripe gets the amount in euros instead of cents.",
        (INTENTS, "'amount' => $cents,", "'amount' => max(50, intdiv($cents, 100)),"),
    ),
    mutant(
        "metadata-misspelt",
        "C-str-1",
        "The metadata use the key order_id.",
        (INTENTS, "['orderId' => $order]", "['order_id' => $order]"),
    ),
)
