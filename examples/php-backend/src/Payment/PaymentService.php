<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\App;
use Shop\Cart\CartRepository;
use Shop\Clock;

/** Applies payment outcomes to orders. A pair that is not in the transition table changes nothing. */
final readonly class PaymentService
{
    public const PAYMENT_STATUS = [
        'pending' => 'pending',
        'paid' => 'paid',
        'failed' => 'failed',
        'cancelled' => 'failed',
        'refunded' => 'refunded',
    ];

    private const TRANSITIONS = [
        'succeeded' => [
            'pending' => 'paid',
            'failed' => 'paid', // the customer tried another card
            'cancelled' => 'paid', // the payment was captured before the cancellation
        ],
        'failed' => ['pending' => 'failed'],
        'canceled' => ['pending' => 'cancelled', 'failed' => 'cancelled'],
        'refunded' => [ // events may arrive out of order
            'pending' => 'refunded',
            'failed' => 'refunded',
            'cancelled' => 'refunded',
            'paid' => 'refunded',
        ],
    ];

    public function __construct(private App $app)
    {
    }

    public function apply(string $intent, string $outcome): void
    {
        $this->app->db->transaction(function () use ($intent, $outcome): void {
            $this->lockSession($intent);
            $order = $this->app->db->fetchOne('SELECT * FROM orders WHERE payment_intent = ? FOR UPDATE', [$intent]);
            if ($order !== null) {
                $this->transition($order, $outcome);
            }
        });
    }

    /** Lock the session before the order, in the same sequence as a login, to avoid deadlocks. */
    private function lockSession(string $intent): void
    {
        $this->app->db->fetchOne(
            'SELECT s.id FROM sessions s WHERE s.id = (SELECT session_id FROM orders WHERE payment_intent = ?) FOR UPDATE',
            [$intent],
        );
    }

    /** @param array<string, mixed> $order */
    private function transition(array $order, string $outcome): void
    {
        $status = self::TRANSITIONS[$outcome][$order['status']] ?? $order['status'];
        $starts = $status === 'paid' && $order['fulfilment_status'] === 'unfulfilled';
        $first = $outcome === 'succeeded' && $order['stock_deducted'] === 0;
        $this->app->db->execute(
            'UPDATE orders SET status = ?, fulfilment_status = ?, paid_at = ?, stock_deducted = ? WHERE id = ?',
            [
                $status,
                $starts ? 'processing' : $order['fulfilment_status'],
                $first ? Clock::now() : $order['paid_at'],
                (int) ($first || $order['stock_deducted']),
                $order['id'],
            ],
        );
        if ($first) {
            $this->deductStock($order);
        }
    }

    /**
     * Remove the items from stock and from the cart. Stock may become negative: items to reorder.
     *
     * @param array<string, mixed> $order
     */
    private function deductStock(array $order): void
    {
        $lines = $this->app->db->fetchAll(
            'SELECT product_id, quantity FROM order_lines WHERE order_id = ? ORDER BY product_id',
            [$order['id']],
        );
        foreach ($lines as $line) {
            $this->app->db->execute(
                'UPDATE products SET stock = stock - ? WHERE id = ?',
                [$line['quantity'], $line['product_id']],
            );
        }
        if ($order['session_id'] !== null) {
            (new CartRepository($this->app))->removePurchased($order['session_id'], $order['id']);
        }
    }
}
