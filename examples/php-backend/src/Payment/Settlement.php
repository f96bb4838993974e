<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\Cart\Carts;
use Shop\Clock;
use Shop\Shop;

/** The life of a payment: a table, and what is not in it changes nothing (C-chk-9 to C-chk-11). */
final readonly class Settlement
{
    public const PAYMENT_STATUS = [
        'pending' => 'pending',
        'paid' => 'paid',
        'failed' => 'failed',
        'cancelled' => 'failed',
        'refunded' => 'refunded',
    ];

    private const MOVES = [
        'succeeded' => [
            'pending' => 'paid',
            'failed' => 'paid', // the buyer tried another card (C-chk-10)
            'cancelled' => 'paid', // the money was taken
        ],
        'failed' => ['pending' => 'failed'],
        'canceled' => ['pending' => 'cancelled', 'failed' => 'cancelled'],
        'refunded' => [ // events come out of order: it was paid all the same
            'pending' => 'refunded',
            'failed' => 'refunded',
            'cancelled' => 'refunded',
            'paid' => 'refunded',
        ],
    ];

    public function __construct(private Shop $shop)
    {
    }

    public function happens(string $intent, string $happened): void
    {
        $this->shop->db->transaction(function () use ($intent, $happened): void {
            $this->lockSession($intent);
            $order = $this->shop->db->row('SELECT * FROM orders WHERE payment_intent = ? FOR UPDATE', [$intent]);
            if ($order !== null) {
                $this->settle($order, $happened);
            }
        });
    }

    /** Session first, then order, as a login locks them: so nobody waits for each other. */
    private function lockSession(string $intent): void
    {
        $this->shop->db->row(
            'SELECT s.id FROM sessions s WHERE s.id = (SELECT session_id FROM orders WHERE payment_intent = ?) FOR UPDATE',
            [$intent],
        );
    }

    /** @param array<string, mixed> $order */
    private function settle(array $order, string $happened): void
    {
        $status = self::MOVES[$happened][$order['status']] ?? $order['status'];
        $starts = $status === 'paid' && $order['fulfilment_status'] === 'unfulfilled';
        $first = $happened === 'succeeded' && $order['taken'] === 0;
        $this->shop->db->change(
            'UPDATE orders SET status = ?, fulfilment_status = ?, paid_at = ?, taken = ? WHERE id = ?',
            [
                $status,
                $starts ? 'processing' : $order['fulfilment_status'],
                $first ? Clock::now() : $order['paid_at'],
                (int) ($first || $order['taken']),
                $order['id'],
            ],
        );
        if ($first) {
            $this->takeGoods($order);
        }
    }

    /**
     * Out of stock and out of the cart, once. Stock may go below nothing: that many are owed.
     *
     * @param array<string, mixed> $order
     */
    private function takeGoods(array $order): void
    {
        $lines = $this->shop->db->rows(
            'SELECT product_id, quantity FROM order_lines WHERE order_id = ? ORDER BY product_id',
            [$order['id']],
        );
        foreach ($lines as $line) {
            $this->shop->db->change(
                'UPDATE products SET stock = stock - ? WHERE id = ?',
                [$line['quantity'], $line['product_id']],
            );
        }
        if ($order['session_id'] !== null) {
            (new Carts($this->shop))->take($order['session_id'], $order['id']);
        }
    }
}
