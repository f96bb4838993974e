<?php

declare(strict_types=1);

namespace Shop;

use Shop\Customers\Outbox;
use Shop\Http\Fields;
use Shop\Http\Request;
use Shop\Http\Visit;
use stdClass;

/**
 * POST /__contract/state: brings the shop into a state that a contract test needs.
 *
 * For test machines: it is there only if CONTRACT_STATES is 1, and never beside a live Stripe key.
 */
final readonly class ContractStates
{
    private const TABLES = ['outbox', 'attempts', 'orders', 'order_numbers', 'sessions', 'customers', 'products'];

    public function __construct(private Shop $shop)
    {
    }

    public function set(Request $request, Visit $visit): mixed
    {
        $fields = new Fields($request->body());
        $db = $this->shop->db;
        $one = static fn (int $changed): array => $changed === 1 ? ['changed' => $changed]
            : throw new Refusal('request.notFound', 'There is no such thing to change.');
        return match ($fields->string('name')) {
            'reset' => $this->reset(),
            'product' => $this->product($fields->string('productId')),
            'product-price' => $one($db->change(
                'UPDATE products SET price_cents = ? WHERE id = ?',
                [Money::cents($fields->any('price')), $fields->string('productId')],
            )),
            'product-stock' => $one($db->change(
                'UPDATE products SET stock = ? WHERE id = ?',
                [$fields->any('stock'), $fields->string('productId')],
            )),
            'product-title' => $one($db->change(
                'UPDATE products SET title = ? WHERE id = ?',
                [$fields->text('title'), $fields->string('productId')],
            )),
            'order-shipped' => $one($db->change(
                "UPDATE orders SET fulfilment_status = 'shipped', tracking_url = ? WHERE id = ?",
                [$fields->string('trackingUrl'), $fields->string('orderId')],
            )),
            'last-reset-token' => ['token' => (new Outbox($db))->lastToken($fields->string('email'))
                ?? throw new Refusal('request.notFound', 'Nobody of this email asked for a token.')],
            'expire-reset-token' => $one($db->change(
                'UPDATE reset_tokens SET expires_at = ? WHERE token_hash = ?',
                [Clock::now('-1 second'), Ids::hash($fields->string('token'))],
            )),
            'clear-rate-limits' => $this->clearRateLimits(),
            default => throw Refusal::invalid('name', 'There is no such state.'),
        };
    }

    private function reset(): stdClass
    {
        $this->shop->db->transaction(function (): void {
            foreach (self::TABLES as $table) {
                $this->shop->db->change("DELETE FROM $table");
            }
            (new Catalogue($this->shop))->seed();
        });
        return new stdClass();
    }

    /** @return array<string, mixed> */
    private function product(string $id): array
    {
        $row = $this->shop->db->row('SELECT price_cents, stock FROM products WHERE id = ?', [$id])
            ?? throw new Refusal('product.notFound', 'There is no such product.');
        return ['price' => Money::euros($row['price_cents']), 'stock' => $row['stock']];
    }

    private function clearRateLimits(): stdClass
    {
        $this->shop->db->change('DELETE FROM attempts');
        return new stdClass();
    }
}
