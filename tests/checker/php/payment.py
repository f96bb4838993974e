"""PHP mutants of webhooks and payments."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

SIGNATURE = "Payment/StripeSignature.php"
WEBHOOK = "Payment/WebhookController.php"
PAYMENTS = "Payment/PaymentService.php"

MUTANTS = (
    mutant(
        "signature-over-parsed-json",
        "C-chk-8",
        "The signature is checked over JSON that was serialized again.",
        (
            WEBHOOK,
            "->verifySignature($payload,",
            "->verifySignature((string) json_encode(json_decode($payload), "
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
            PAYMENTS,
            "WHERE payment_intent = ? FOR UPDATE', [$intent]);\n            if",
            "WHERE payment_intent = ?', [$intent]);\n            if",
        ),
        (PAYMENTS, "            $this->lockSession($intent);\n", ""),
    ),
    mutant(
        "stock-each-time",
        "C-chk-9",
        "Every succeeded event deducts stock.",
        (
            PAYMENTS,
            "$outcome === 'succeeded' && $order['stock_deducted'] === 0",
            "$outcome === 'succeeded'",
        ),
    ),
    mutant(
        "stock-by-one",
        "C-chk-9",
        "One piece a line is deducted from stock, whatever the quantity.",
        (PAYMENTS, "[$line['quantity'], $line['product_id']]", "[1, $line['product_id']]"),
    ),
    mutant(
        "failed-is-final",
        "C-chk-10",
        "A failed order stays failed, although another card paid it.",
        (PAYMENTS, "'failed' => 'paid',", ""),
    ),
    mutant(
        "failure-takes-back",
        "C-chk-10",
        "A late failure resets a paid order.",
        (
            PAYMENTS,
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
            "$outcome === 'refunded' && ($subject->refunded ?? false) !== true",
            "$outcome === 'refunded' && ($subject->amount_refunded ?? 0) === 0",
        ),
    ),
    mutant(
        "early-refund-lost",
        "C-chk-11",
        "A refund that arrives before its payment is lost.",
        (
            PAYMENTS,
            "            'pending' => 'refunded',\n            'failed' => 'refunded',\n",
            "",
        ),
    ),
    mutant(
        "refund-restocks",
        "C-chk-11",
        "A refund returns the stock.",
        (
            PAYMENTS,
            "        if ($first) {\n",
            "        if ($outcome === 'refunded' && $order['status'] === 'paid') {\n"
            "            $this->app->db->execute(\n"
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
            PAYMENTS,
            "            if ($order !== null) {",
            "            if ($order === null) {\n"
            "                throw new \\Shop\\ApiException('order.notFound', 'No such order.');\n"
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
            "        $row = is_string($named) ? $this->app->db->fetchOne(\n"
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
            "Cart/CartRepository.php",
            "'DELETE FROM cart_lines WHERE session_id = ? AND quantity = 0'",
            "'DELETE FROM cart_lines WHERE session_id = ?'",
        ),
    ),
    mutant(
        "cart-stays",
        "C-chk-13",
        "A paid order leaves its lines in the cart.",
        (PAYMENTS, "if ($order['session_id'] !== null) {", "if ($order['session_id'] === 0) {"),
    ),
)
