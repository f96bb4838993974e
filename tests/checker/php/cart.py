"""PHP mutants of carts and money."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

CARTS, CONTROLLER, LINE = (
    "Cart/CartRepository.php",
    "Cart/CartController.php",
    "Cart/LineSerializer.php",
)
QUANTITY, MONEY, PRICING = "Cart/Quantity.php", "Money.php", "Checkout/Pricing.php"

MUTANTS = (
    mutant(
        "add-replaces",
        "C-cart-2",
        "Adding a product again sets its quantity.",
        (CARTS, "($lines[$product] ?? 0) + $quantity", "$quantity"),
    ),
    mutant(
        "lines-by-name",
        "C-cart-2",
        "Lines are sorted by product id.",
        (CARTS, "ORDER BY l.id", "ORDER BY l.product_id"),
    ),
    mutant(
        "add-reads-unlocked",
        "C-cart-2",
        "The cart is read and written without a lock: of two concurrent additions one is lost.",
        (
            "Http/Session.php",
            "'SELECT id, customer_id FROM sessions WHERE id = ? FOR UPDATE'",
            "'SELECT id, customer_id FROM sessions WHERE id = ?'",
        ),
    ),
    mutant(
        "quantity-by-loose-type",
        "C-cart-4",
        "PHP's is_numeric accepts the string '2' as quantity.",
        (QUANTITY, "!$whole || $value < 1", "!is_numeric($value) || (int) $value < 1"),
        (QUANTITY, "min($value,", "min((int) $value,"),
    ),
    mutant(
        "quantity-cut-down",
        "C-cart-4",
        "A fraction is truncated to an integer.",
        (
            QUANTITY,
            "(is_float($value) && (is_infinite($value) || floor($value) === $value))",
            "is_float($value)",
        ),
    ),
    mutant(
        "quantity-float-refused",
        "C-cart-4",
        "2.0 is rejected, because PHP does not read it as an integer.",
        (
            QUANTITY,
            " || (is_float($value) && (is_infinite($value) || floor($value) === $value))",
            "",
        ),
    ),
    mutant(
        "product-before-quantity",
        "C-cart-5",
        "The product is looked up before the quantity is validated.",
        (
            CONTROLLER,
            "        $quantity = Quantity::from($input);",
            "        $this->carts->priceOf($input->string('productId'));\n"
            "        $quantity = Quantity::from($input);",
        ),
        (CARTS, "private function priceOf", "public function priceOf"),
    ),
    mutant(
        "remove-of-nothing",
        "C-cart-5",
        "Removing a product that is not in the cart is 200.",
        (
            CARTS,
            "$line = array_column($this->lines($sessionId), null, 'product_id')[$product] "
            "?? throw self::notFound();",
            "$line = array_column($this->lines($sessionId), null, 'product_id')[$product] ?? null;\n"
            "        if ($line === null) {\n            return;\n        }",
        ),
    ),
    mutant(
        "line-cap-off-by-one",
        "C-cart-6",
        "The cap of a line is compared with >=.",
        (CARTS, "max($lines) > $config", "max($lines) >= $config"),
    ),
    mutant(
        "cart-cap-counts-lines",
        "C-cart-6",
        "The cap of the cart counts lines, not pieces.",
        (CARTS, "array_sum($lines) > $config->cartCap", "count($lines) > $config->cartCap"),
    ),
    mutant(
        "euros-cut-off",
        "C-cart-7",
        "A line total is truncated after one decimal.",
        (LINE, "Money::euros(self::total($row))", "floor(self::total($row) / 10) / 10"),
    ),
    mutant(
        "one-cart-for-all",
        "C-cart-9",
        "All sessions have the same token in the database.",
        ("Ids.php", "hash('sha256', $secret)", "hash('sha256', $secret === '' ? '' : 'x')"),
        (
            "Http/Session.php",
            "'INSERT INTO sessions (token_hash, cart_changed_at) VALUES (?, ?)'",
            "'INSERT INTO sessions (token_hash, cart_changed_at) VALUES (?, ?) "
            "ON DUPLICATE KEY UPDATE id = LAST_INSERT_ID(id)'",
        ),
    ),
    mutant(
        "updated-at-stands",
        "C-cart-11",
        "Removing a line does not change updatedAt.",
        (
            CARTS,
            "'DELETE FROM cart_lines WHERE id = ?', [$line['id']]);\n"
            "        $this->touch($sessionId);",
            "'DELETE FROM cart_lines WHERE id = ?', [$line['id']]);",
        ),
    ),
    mutant(
        "updated-in-seconds",
        "C-cart-11",
        "updatedAt is in whole seconds.",
        (
            CARTS,
            "Clock::iso($row['cart_changed_at'] ?? self::NEVER)",
            "substr(Clock::iso($row['cart_changed_at'] ?? self::NEVER), 0, 19) . 'Z'",
        ),
    ),
    mutant(
        "prices-never-refreshed",
        "C-cart-12",
        "GET /api/cart shows the price from when the product was added.",
        (
            CONTROLLER,
            "if ($line['unit_price_cents'] !== $line['current_price_cents']) {",
            "if ($line['unit_price_cents'] < 0) {",
        ),
    ),
    mutant(
        "price-shown-not-kept",
        "C-cart-12",
        "GET /api/cart shows the current price but does not store it.",
        (
            CONTROLLER,
            "                return $this->modify($request, $session, $this->carts->updatePrices(...));",
            "                continue;",
        ),
        (
            LINE,
            "Money::euros($row['unit_price_cents'])",
            "Money::euros($row['current_price_cents'] ?? $row['unit_price_cents'])",
        ),
        (
            LINE,
            "return $row['unit_price_cents'] * $row['quantity'];",
            "return ($row['current_price_cents'] ?? $row['unit_price_cents']) * $row['quantity'];",
        ),
    ),
    mutant(
        "money-as-text",
        "C-conv-4",
        "number_format turns amounts into strings.",
        (
            MONEY,
            "int $cents): int|float\n    {\n        return $cents / 100;",
            "int $cents): string\n    {\n        return number_format($cents / 100, 2, '.', '');",
        ),
    ),
    mutant(
        "money-in-thousandths",
        "C-conv-4",
        "Tax is a float and is never rounded.",
        (
            "Order/OrderRepository.php",
            "'tax' => Money::euros($order['tax_cents']),",
            "'tax' => $order['subtotal_cents'] * 0.0019,",
        ),
    ),
    mutant(
        "tax-rounded-down",
        "C-ord-4",
        "Tax is rounded down.",
        (MONEY, "$cents * $basisPoints + 5_000", "$cents * $basisPoints"),
    ),
    mutant(
        "tax-on-shipping",
        "C-ord-4",
        "Shipping is taxed too.",
        (PRICING, "Money::share($subtotal,", "Money::share($subtotal + $shipping,"),
    ),
    mutant(
        "shipping-free-above",
        "C-ord-4",
        "Shipping is free above 49.00, but not at exactly 49.00.",
        (PRICING, "$subtotal >= $config", "$subtotal > $config"),
    ),
)
