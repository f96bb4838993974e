"""PHP mutants of orders."""

from __future__ import annotations

from tests.checker.php.mutant import mutant

ORDERS = "Order/OrderRepository.php"
PAYMENTS = "Payment/PaymentService.php"

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
            "? ['customer_id = ?', [$session->customerId()]]",
            "? ['(customer_id = ? OR session_id = ?)', [$session->customerId(), $session->id()]]",
        ),
    ),
    mutant(
        "orders-by-id-alone",
        "C-ord-2",
        "Any session that knows an order's id can read it.",
        (
            ORDERS,
            '"SELECT * FROM orders WHERE id = ? AND $condition", [$id, ...$values]',
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
            "            $result['paidAt'] = Clock::iso($order['paid_at']);\n        }",
            "        $result['paidAt'] = $order['paid_at'] === null ? null : "
            "Clock::iso($order['paid_at']);",
        ),
    ),
    mutant(
        "fulfilment-stands",
        "C-ord-6",
        "A paid order stays unfulfilled.",
        (PAYMENTS, "$starts ? 'processing' : $order", "$starts ? 'unfulfilled' : $order"),
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
