"""PHP mutants of checkouts, webhooks and orders."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

CHECKOUT, PURCHASE = "Checkout/CheckoutEndpoints.php", "Checkout/Purchase.php"
IDEMPOTENCY, ORDERS = "Checkout/Idempotency.php", "Orders/Orders.php"
SIGNATURE, WEBHOOK = "Payment/StripeSignature.php", "Payment/WebhookEndpoint.php"
SETTLEMENT, STRIPE = "Payment/Settlement.php", "Payment/StripeApi.php"

MUTANTS = (
    mutant(
        "order-shows-catalogue",
        "C-ord-3",
        "An order shows the catalogue's current titles.",
        (
            ORDERS,
            "'SELECT * FROM order_lines WHERE order_id = ? ORDER BY position'",
            "'SELECT l.*, p.title FROM order_lines l JOIN products p ON p.id = l.product_id '\n"
            "            . 'WHERE order_id = ? ORDER BY position'",
        ),
    ),
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
            "Http/Fields.php",
            "return is_bool($value) ? $value : throw Refusal::invalid($name, "
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
        (PURCHASE, "$line['today'] !== $line['unit_price_cents']", "false"),
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
            "            $this->shop->db->change(\n"
            "                \"UPDATE orders SET status = 'paid', paid_at = ?, "
            "fulfilment_status = 'processing' WHERE id = ?\",\n"
            "                [\\Shop\\Clock::now(), $id],\n"
            "            );\n"
            "            return $this->orders->shown($this->orders->visible($id, $visit));\n"
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
            "$order = $this->orders->visible($id, $visit);\n"
            "        if (in_array($order['status'], self::CLOSED, true)) {\n"
            "            return $this->orders->shown($order);\n        }\n        $intent",
            "$order = $this->shop->db->row('SELECT * FROM orders WHERE id = ?', [$id])\n"
            "            ?? $this->orders->visible($id, $visit);\n"
            "        return $this->orders->shown($order);\n"
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
        "signature-over-parsed-json",
        "C-chk-8",
        "The signature is checked over JSON that was serialized again.",
        (
            WEBHOOK,
            "StripeSignature::verify($payload,",
            "StripeSignature::verify((string) json_encode(json_decode($payload), "
            "JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES),",
        ),
    ),
    mutant(
        "signature-never-stale",
        "C-chk-8",
        "The age of a signature is not checked.",
        (SIGNATURE, "abs($now - (int) $time) > self::TOLERANCE", "$now < 0"),
    ),
    mutant(
        "tolerance-too-wide",
        "C-chk-8",
        "A signature may be 330 s old.",
        (SIGNATURE, "TOLERANCE = 300", "TOLERANCE = 330"),
    ),
    mutant(
        "signature-last-v1",
        "C-chk-8",
        "Only the last v1 signature is checked.",
        (SIGNATURE, "$signatures[] = $value;", "$signatures = [$value];"),
    ),
    mutant(
        "signature-by-prefix",
        "C-chk-8",
        "A prefix of the signature is accepted.",
        (
            SIGNATURE,
            "hash_equals($expected, $signature)",
            "strncmp($expected, $signature, strlen($signature)) === 0",
        ),
    ),
    mutant(
        "webhook-races",
        "C-chk-9",
        "Two concurrent events both read a pending order, because no row is locked.",
        (
            SETTLEMENT,
            "WHERE payment_intent = ? FOR UPDATE', [$intent]);\n            if",
            "WHERE payment_intent = ?', [$intent]);\n            if",
        ),
        (SETTLEMENT, "            $this->lockSession($intent);\n", ""),
    ),
    mutant(
        "stock-each-time",
        "C-chk-9",
        "Every succeeded event deducts stock.",
        (
            SETTLEMENT,
            "$happened === 'succeeded' && $order['taken'] === 0",
            "$happened === 'succeeded'",
        ),
    ),
    mutant(
        "stock-by-one",
        "C-chk-9",
        "One piece a line is deducted from stock, whatever the quantity.",
        (SETTLEMENT, "[$line['quantity'], $line['product_id']]", "[1, $line['product_id']]"),
    ),
    mutant(
        "failed-is-final",
        "C-chk-10",
        "A failed order stays failed, although another card paid it.",
        (SETTLEMENT, "'failed' => 'paid', // the buyer", "// the buyer"),
    ),
    mutant(
        "failure-takes-back",
        "C-chk-10",
        "A late failure resets a paid order.",
        (
            SETTLEMENT,
            "'failed' => ['pending' => 'failed'],",
            "'failed' => ['pending' => 'failed', 'paid' => 'failed'],",
        ),
    ),
    mutant(
        "partial-refund-is-full",
        "C-chk-11",
        "Any refund refunds the order.",
        (
            WEBHOOK,
            "$happened === 'refunded' && ($subject->refunded ?? false) !== true",
            "$happened === 'refunded' && ($subject->amount_refunded ?? 0) === 0",
        ),
    ),
    mutant(
        "early-refund-lost",
        "C-chk-11",
        "A refund that arrives before its payment is lost.",
        (
            SETTLEMENT,
            "            'pending' => 'refunded',\n            'failed' => 'refunded',\n",
            "",
        ),
    ),
    mutant(
        "refund-restocks",
        "C-chk-11",
        "A refund returns the stock.",
        (
            SETTLEMENT,
            "        if ($first) {\n",
            "        if ($happened === 'refunded' && $order['status'] === 'paid') {\n"
            "            $this->shop->db->change(\n"
            "                'UPDATE products p JOIN order_lines l ON l.product_id = p.id '\n"
            "                . 'AND l.order_id = ? '\n"
            "                . 'SET p.stock = p.stock + l.quantity',\n"
            "                [$order['id']],\n"
            "            );\n"
            "        }\n"
            "        if ($first) {\n",
        ),
    ),
    mutant(
        "unknown-intent-404",
        "C-chk-12",
        "An event for an intent of another shop is 404, so that Stripe sends it again for days.",
        (
            SETTLEMENT,
            "            if ($order !== null) {",
            "            if ($order === null) {\n"
            "                throw new \\Shop\\Refusal('order.notFound', 'No such order.');\n"
            "            }\n"
            "            if ($order !== null) {",
        ),
    ),
    mutant(
        "order-by-metadata",
        "C-chk-12",
        "The order is found by the event's metadata.",
        (
            WEBHOOK,
            "        if (is_string($intent)) {",
            "        $named = $subject->metadata->orderId ?? null;\n"
            "        $row = is_string($named) ? $this->shop->db->row(\n"
            "            'SELECT payment_intent FROM orders WHERE id = ?',\n"
            "            [$named],\n"
            "        ) : null;\n"
            "        $intent = $row['payment_intent'] ?? $intent;\n"
            "        if (is_string($intent)) {",
        ),
    ),
    mutant(
        "cart-emptied-whole",
        "C-chk-13",
        "A paid order empties the whole cart.",
        (
            "Cart/Carts.php",
            "'DELETE FROM cart_lines WHERE session_id = ? AND quantity = 0'",
            "'DELETE FROM cart_lines WHERE session_id = ?'",
        ),
    ),
    mutant(
        "cart-stays",
        "C-chk-13",
        "A paid order leaves its lines in the cart.",
        (SETTLEMENT, "if ($order['session_id'] !== null) {", "if ($order['session_id'] === 0) {"),
    ),
    mutant(
        "key-for-all",
        "C-chk-14",
        "Idempotency keys are shared by all sessions.",
        (
            IDEMPOTENCY,
            "WHERE session_id = ? AND key_hash = ?',\n                [$session, Ids::hash($key)],",
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
        (STRIPE, "'amount' => $cents,", "'amount' => max(50, intdiv($cents, 100)),"),
    ),
    mutant(
        "metadata-misspelt",
        "C-str-1",
        "The metadata use the key order_id.",
        (STRIPE, "['orderId' => $order]", "['order_id' => $order]"),
    ),
    mutant(
        "orders-oldest-first",
        "C-ord-1",
        "Orders are listed oldest first.",
        (ORDERS, "ORDER BY seq DESC", "ORDER BY seq"),
    ),
    mutant(
        "guest-orders-by-session",
        "C-ord-1",
        "A customer also sees the orders that the session placed for another customer.",
        (
            ORDERS,
            "? ['customer_id = ?', [$visit->customerId()]]",
            "? ['(customer_id = ? OR session_id = ?)', [$visit->customerId(), $visit->id()]]",
        ),
    ),
    mutant(
        "orders-by-id-alone",
        "C-ord-2",
        "Any session that knows an order's id can read it.",
        (
            ORDERS,
            '"SELECT * FROM orders WHERE id = ? AND $whose", [$id, ...$values]',
            "'SELECT * FROM orders WHERE id = ?', [$id]",
        ),
    ),
    mutant(
        "paid-at-from-the-start",
        "C-ord-5",
        "paidAt is null until the order is paid, instead of absent.",
        (
            ORDERS,
            "        if ($order['paid_at'] !== null) {\n"
            "            $shown['paidAt'] = Clock::iso($order['paid_at']);\n        }",
            "        $shown['paidAt'] = $order['paid_at'] === null ? null : "
            "Clock::iso($order['paid_at']);",
        ),
    ),
    mutant(
        "fulfilment-stands",
        "C-ord-6",
        "A paid order stays unfulfilled.",
        (SETTLEMENT, "$starts ? 'processing' : $order", "$starts ? 'unfulfilled' : $order"),
    ),
    mutant(
        "number-by-count",
        "C-ord-8",
        "The next number is counted at the start: concurrent orders share one, or one is skipped.",
        (
            ORDERS,
            "'INSERT INTO order_numbers (year, last) VALUES (?, 1) "
            "ON DUPLICATE KEY UPDATE last = last + 1'",
            "'INSERT INTO order_numbers (year, last) VALUES (?, 1) "
            "ON DUPLICATE KEY UPDATE last = last + 2'",
        ),
    ),
)
