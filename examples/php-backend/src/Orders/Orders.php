<?php

declare(strict_types=1);

namespace Shop\Orders;

use Shop\Cart\Line;
use Shop\Checkout\Purchase;
use Shop\Clock;
use Shop\Http\Visit;
use Shop\Json;
use Shop\Money;
use Shop\Payment\Settlement;
use Shop\Refusal;
use Shop\Shop;

/** The orders: a snapshot each, of what was bought, as it was when it was bought (C-chk-1, C-ord-3). */
final readonly class Orders
{
    public function __construct(private Shop $shop)
    {
    }

    /** Within a transaction that has the session locked. */
    public function make(string $id, Purchase $purchase, Visit $visit, string $intent): void
    {
        $db = $this->shop->db;
        $number = $this->nextNumber(); // from here on, one after the other: createdAt grows with the number
        $db->change(
            'INSERT INTO orders (id, number, session_id, customer_id, email, accepts_marketing, payment_intent, '
            . 'subtotal_cents, shipping_cents, tax_cents, total_cents, shipping_address, billing_address, created_at) '
            . 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            [
                $id, $number, $visit->id(), $visit->customerId(), $purchase->email, (int) $purchase->acceptsMarketing, $intent,
                $purchase->price->subtotal, $purchase->price->shipping, $purchase->price->tax, $purchase->price->total,
                Json::text($purchase->shipping), Json::text($purchase->billing), Clock::now(),
            ],
        );
        foreach ($purchase->lines as $at => $line) {
            $db->change(
                'INSERT INTO order_lines (order_id, position, product_id, title, brand, size, image, href, quantity, '
                . 'unit_price_cents) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
                [
                    $id, $at, $line['product_id'], $line['title'], $line['brand'], $line['size'], $line['image'],
                    $line['href'], $line['quantity'], $line['unit_price_cents'],
                ],
            );
        }
    }

    /**
     * The order, if this visitor may see it (C-ord-1).
     *
     * @return array<string, mixed>
     * @throws Refusal order.notFound
     */
    public function visible(string $id, Visit $visit): array
    {
        [$whose, $values] = self::whose($visit);
        $known = preg_match('/^ord_[0-9a-f]+$/D', $id) === 1;
        $row = $known ? $this->shop->db->row("SELECT * FROM orders WHERE id = ? AND $whose", [$id, ...$values]) : null;
        return $row ?? throw new Refusal('order.notFound', 'There is no such order in this session.');
    }

    /** @return list<array<string, mixed>> the visitor's orders, newest first */
    public function of(Visit $visit): array
    {
        [$whose, $values] = self::whose($visit);
        return $this->shop->db->rows("SELECT * FROM orders WHERE $whose ORDER BY seq DESC", $values);
    }

    /**
     * @param array<string, mixed> $order
     * @return array<string, mixed> an Order, as the contract has it
     */
    public function shown(array $order): array
    {
        $lines = $this->shop->db->rows('SELECT * FROM order_lines WHERE order_id = ? ORDER BY position', [$order['id']]);
        $customerId = $order['customer_id'] === null ? [] : ['customerId' => $order['customer_id']];
        $shown = [
            'id' => $order['id'],
            'number' => $order['number'],
            'status' => $order['status'],
            'paymentStatus' => Settlement::PAYMENT_STATUS[$order['status']],
            'fulfilmentStatus' => $order['fulfilment_status'],
            'createdAt' => Clock::iso($order['created_at']),
            'items' => array_map(
                static fn (array $line): array => Line::shown($line) + ['title' => $line['title'], 'size' => $line['size']],
                $lines,
            ),
            'subtotal' => Money::euros($order['subtotal_cents']),
            'shipping' => Money::euros($order['shipping_cents']),
            'tax' => Money::euros($order['tax_cents']),
            'total' => Money::euros($order['total_cents']),
            'currency' => 'eur',
            'customer' => ['email' => $order['email']] + $customerId,
            'email' => $order['email'],
            'shippingAddress' => json_decode($order['shipping_address']),
            'billingAddress' => json_decode($order['billing_address']),
        ];
        if ($order['paid_at'] !== null) {
            $shown['paidAt'] = Clock::iso($order['paid_at']);
        }
        if ($order['tracking_url'] !== null) {
            $shown['trackingUrl'] = $order['tracking_url'];
        }
        return $shown;
    }

    /** The next of this UTC year, without gaps (C-ord-8). */
    private function nextNumber(): string
    {
        $year = (int) substr(Clock::now(), 0, 4);
        $this->shop->db->change(
            'INSERT INTO order_numbers (year, last) VALUES (?, 1) ON DUPLICATE KEY UPDATE last = last + 1',
            [$year],
        );
        $last = $this->shop->db->row('SELECT last FROM order_numbers WHERE year = ?', [$year])['last'];
        return sprintf('%s-%d-%04d', $this->shop->terms->orderNumberPrefix, $year, $last);
    }

    /** @return array{string, list<int|string|null>} a condition: the customer's orders, or the guest session's */
    private static function whose(Visit $visit): array
    {
        return $visit->customerId() !== null
            ? ['customer_id = ?', [$visit->customerId()]]
            : ['session_id = ? AND customer_id IS NULL', [$visit->id()]];
    }
}
