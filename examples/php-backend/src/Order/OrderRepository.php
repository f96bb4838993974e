<?php

declare(strict_types=1);

namespace Shop\Order;

use Shop\ApiException;
use Shop\App;
use Shop\Cart\LineSerializer;
use Shop\Checkout\Purchase;
use Shop\Clock;
use Shop\Http\Session;
use Shop\Json;
use Shop\Money;
use Shop\Payment\PaymentService;

/** Orders. Each is a snapshot: later changes of the catalogue do not affect it. */
final readonly class OrderRepository
{
    public function __construct(private App $app)
    {
    }

    /** Insert an order. Requires a transaction that has locked the session. */
    public function create(string $id, Purchase $purchase, Session $session, string $intent): void
    {
        $db = $this->app->db;
        $number = $this->nextNumber(); // Locks the counter until the commit, so createdAt grows with the number.
        $db->execute(
            'INSERT INTO orders (id, number, session_id, customer_id, email, accepts_marketing, payment_intent, '
            . 'subtotal_cents, shipping_cents, tax_cents, total_cents, shipping_address, billing_address, created_at) '
            . 'VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
            [
                $id, $number, $session->id(), $session->customerId(), $purchase->email, (int) $purchase->acceptsMarketing, $intent,
                $purchase->price->subtotal, $purchase->price->shipping, $purchase->price->tax, $purchase->price->total,
                Json::text($purchase->shipping), Json::text($purchase->billing), Clock::now(),
            ],
        );
        foreach ($purchase->lines as $at => $line) {
            $db->execute(
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
     * Return the order if it belongs to this session or customer.
     *
     * @return array<string, mixed>
     * @throws ApiException order.notFound
     */
    public function findVisible(string $id, Session $session): array
    {
        [$condition, $values] = self::ownerCondition($session);
        $known = preg_match('/^ord_[0-9a-f]+$/D', $id) === 1;
        $row = $known ? $this->app->db->fetchOne("SELECT * FROM orders WHERE id = ? AND $condition", [$id, ...$values]) : null;
        return $row ?? throw new ApiException('order.notFound', 'This order does not exist, or belongs to another session.');
    }

    /** @return list<array<string, mixed>> newest first */
    public function listFor(Session $session): array
    {
        [$condition, $values] = self::ownerCondition($session);
        return $this->app->db->fetchAll("SELECT * FROM orders WHERE $condition ORDER BY seq DESC", $values);
    }

    /**
     * @param array<string, mixed> $order
     * @return array<string, mixed> an Order
     */
    public function serialize(array $order): array
    {
        $lines = $this->app->db->fetchAll('SELECT * FROM order_lines WHERE order_id = ? ORDER BY position', [$order['id']]);
        $customerId = $order['customer_id'] === null ? [] : ['customerId' => $order['customer_id']];
        $result = [
            'id' => $order['id'],
            'number' => $order['number'],
            'status' => $order['status'],
            'paymentStatus' => PaymentService::PAYMENT_STATUS[$order['status']],
            'fulfilmentStatus' => $order['fulfilment_status'],
            'createdAt' => Clock::iso($order['created_at']),
            'items' => array_map(
                static fn (array $line): array => LineSerializer::serialize($line) + ['title' => $line['title'], 'size' => $line['size']],
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
            $result['paidAt'] = Clock::iso($order['paid_at']);
        }
        if ($order['tracking_url'] !== null) {
            $result['trackingUrl'] = $order['tracking_url'];
        }
        return $result;
    }

    /** Return the next order number of this UTC year, without gaps. */
    private function nextNumber(): string
    {
        $year = (int) substr(Clock::now(), 0, 4);
        $this->app->db->execute(
            'INSERT INTO order_numbers (year, last) VALUES (?, 1) ON DUPLICATE KEY UPDATE last = last + 1',
            [$year],
        );
        $last = $this->app->db->fetchOne('SELECT last FROM order_numbers WHERE year = ?', [$year])['last'];
        return sprintf('%s-%d-%04d', $this->app->config->orderNumberPrefix, $year, $last);
    }

    /** @return array{string, list<int|string|null>} SQL condition and values: the customer's orders, or those of the guest session */
    private static function ownerCondition(Session $session): array
    {
        return $session->customerId() !== null
            ? ['customer_id = ?', [$session->customerId()]]
            : ['session_id = ? AND customer_id IS NULL', [$session->id()]];
    }
}
