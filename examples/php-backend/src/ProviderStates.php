<?php

declare(strict_types=1);

namespace Shop;

use Shop\Customer\Outbox;
use Shop\Http\Input;
use Shop\Http\Request;
use Shop\Http\Session;
use stdClass;

/**
 * POST /__contract/state: bring the shop into a provider state that a contract test needs.
 *
 * For test machines: available only with PROVIDER_STATES=1, and never with a live Stripe key.
 */
final readonly class ProviderStates
{
    private const TABLES = ['outbox', 'attempts', 'orders', 'order_numbers', 'sessions', 'customers', 'products'];

    public function __construct(private App $app)
    {
    }

    public function set(Request $request, Session $session): mixed
    {
        $input = new Input($request->body());
        $db = $this->app->db;
        $one = static fn (int $changed): array => $changed === 1 ? ['changed' => $changed]
            : throw new ApiException('request.notFound', 'No row matched.');
        return match ($input->string('name')) {
            'reset' => $this->reset(),
            'product' => $this->product($input->string('productId')),
            'product-price' => $one($db->execute(
                'UPDATE products SET price_cents = ? WHERE id = ?',
                [Money::cents($input->any('price')), $input->string('productId')],
            )),
            'product-stock' => $one($db->execute(
                'UPDATE products SET stock = ? WHERE id = ?',
                [$input->any('stock'), $input->string('productId')],
            )),
            'product-title' => $one($db->execute(
                'UPDATE products SET title = ? WHERE id = ?',
                [$input->text('title'), $input->string('productId')],
            )),
            'order-shipped' => $one($db->execute(
                "UPDATE orders SET fulfilment_status = 'shipped', tracking_url = ? WHERE id = ?",
                [$input->string('trackingUrl'), $input->string('orderId')],
            )),
            'last-reset-token' => ['token' => (new Outbox($db))->lastToken($input->string('email'))
                ?? throw new ApiException('request.notFound', 'No reset was requested for this email.')],
            'expire-reset-token' => $one($db->execute(
                'UPDATE reset_tokens SET expires_at = ? WHERE token_hash = ?',
                [Clock::now('-1 second'), Ids::hash($input->string('token'))],
            )),
            'clear-rate-limits' => $this->clearRateLimits(),
            default => throw ApiException::invalid('name', 'Unknown provider state.'),
        };
    }

    private function reset(): stdClass
    {
        $this->app->db->transaction(function (): void {
            foreach (self::TABLES as $table) {
                $this->app->db->execute("DELETE FROM $table");
            }
            (new CatalogueSeeder($this->app))->seed();
        });
        return new stdClass();
    }

    /** @return array<string, mixed> */
    private function product(string $id): array
    {
        $row = $this->app->db->fetchOne('SELECT price_cents, stock FROM products WHERE id = ?', [$id])
            ?? throw new ApiException('product.notFound', 'This product does not exist.');
        return ['price' => Money::euros($row['price_cents']), 'stock' => $row['stock']];
    }

    private function clearRateLimits(): stdClass
    {
        $this->app->db->execute('DELETE FROM attempts');
        return new stdClass();
    }
}
