<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\ApiException;
use Shop\App;
use Shop\Clock;
use Shop\Money;

/** Carts, one per session. Lock the session before a change. */
final readonly class CartRepository
{
    private const NEVER = '1970-01-01 00:00:00.000';
    private const SELECT_LINES = 'SELECT l.*, p.title, p.brand, p.size, p.image, p.href, p.stock, p.price_cents AS current_price_cents '
        . 'FROM cart_lines l JOIN products p ON p.id = l.product_id WHERE l.session_id = ? ORDER BY l.id';

    public function __construct(private App $app)
    {
    }

    /** @return list<array<string, mixed>> rows of cart_lines joined with products */
    public function lines(?int $sessionId): array
    {
        return $sessionId === null ? [] : $this->app->db->fetchAll(self::SELECT_LINES, [$sessionId]);
    }

    /** @throws ApiException product.notFound, cart.itemLimit */
    public function add(int $sessionId, string $product, int $quantity): void
    {
        $price = $this->priceOf($product);
        $lines = array_column($this->lines($sessionId), 'quantity', 'product_id');
        $line = ($lines[$product] ?? 0) + $quantity;
        $this->checkLimits([$product => $line] + $lines);
        $this->app->db->execute(
            'INSERT INTO cart_lines (session_id, product_id, quantity, unit_price_cents) VALUES (?, ?, ?, ?) '
            . 'ON DUPLICATE KEY UPDATE quantity = VALUES(quantity), unit_price_cents = VALUES(unit_price_cents)',
            [$sessionId, $product, $line, $price],
        );
        $this->touch($sessionId);
    }

    /** @throws ApiException product.notFound, cart.itemLimit */
    public function setQuantity(?int $sessionId, string $product, int $quantity): void
    {
        $lines = array_column($this->lines($sessionId), null, 'product_id');
        $line = $lines[$product] ?? throw self::notFound();
        $this->checkLimits([$product => $quantity] + array_column($lines, 'quantity', 'product_id'));
        if ([$line['quantity'], $line['unit_price_cents']] !== [$quantity, $line['current_price_cents']]) {
            $this->app->db->execute(
                'UPDATE cart_lines SET quantity = ?, unit_price_cents = ? WHERE id = ?',
                [$quantity, $line['current_price_cents'], $line['id']],
            );
            $this->touch($sessionId);
        }
    }

    /** @throws ApiException product.notFound */
    public function remove(?int $sessionId, string $product): void
    {
        $line = array_column($this->lines($sessionId), null, 'product_id')[$product] ?? throw self::notFound();
        $this->app->db->execute('DELETE FROM cart_lines WHERE id = ?', [$line['id']]);
        $this->touch($sessionId);
    }

    public function clear(?int $sessionId): void
    {
        if ($this->app->db->execute('DELETE FROM cart_lines WHERE session_id = ?', [$sessionId]) > 0) {
            $this->touch($sessionId);
        }
    }

    /** Subtract the quantities of a paid order; items added since then stay. */
    public function removePurchased(int $sessionId, string $order): void
    {
        $db = $this->app->db;
        $changed = $db->execute(
            'UPDATE cart_lines l JOIN order_lines o ON o.order_id = ? AND o.product_id = l.product_id '
            . 'SET l.quantity = GREATEST(l.quantity - o.quantity, 0) WHERE l.session_id = ?',
            [$order, $sessionId],
        );
        $db->execute('DELETE FROM cart_lines WHERE session_id = ? AND quantity = 0', [$sessionId]);
        if ($changed > 0) {
            $this->touch($sessionId);
        }
    }

    /** Update the cart to the current prices of the catalogue. */
    public function updatePrices(?int $sessionId): void
    {
        $changed = $this->app->db->execute(
            'UPDATE cart_lines l JOIN products p ON p.id = l.product_id '
            . 'SET l.unit_price_cents = p.price_cents WHERE l.session_id = ? AND l.unit_price_cents <> p.price_cents',
            [$sessionId],
        );
        if ($changed > 0) {
            $this->touch($sessionId);
        }
    }

    /** @return array<string, mixed> a Cart */
    public function serialize(?int $sessionId): array
    {
        $lines = $this->lines($sessionId);
        $row = $this->app->db->fetchOne('SELECT cart_changed_at FROM sessions WHERE id = ?', [$sessionId]);
        return [
            'items' => array_map(LineSerializer::serialize(...), $lines),
            'count' => array_sum(array_column($lines, 'quantity')),
            'subtotal' => Money::euros(array_sum(array_map(LineSerializer::total(...), $lines))),
            'updatedAt' => Clock::iso($row['cart_changed_at'] ?? self::NEVER),
        ];
    }

    private function priceOf(string $product): int
    {
        $known = preg_match('/^[a-z0-9-]{1,80}$/D', $product) === 1;
        $row = $known ? $this->app->db->fetchOne('SELECT price_cents FROM products WHERE id = ?', [$product]) : null;
        return $row['price_cents'] ?? throw self::notFound();
    }

    /** @param array<string, int> $lines quantities by product */
    private function checkLimits(array $lines): void
    {
        $config = $this->app->config;
        if (max($lines) > $config->lineCap || array_sum($lines) > $config->cartCap) {
            throw new ApiException(
                'cart.itemLimit',
                "A cart holds at most $config->lineCap of one product and $config->cartCap items.",
            );
        }
    }

    /** updatedAt moves with every change, even within one millisecond. */
    private function touch(?int $sessionId): void
    {
        $this->app->db->execute(
            'UPDATE sessions SET cart_changed_at = GREATEST(?, cart_changed_at + INTERVAL 1000 MICROSECOND) WHERE id = ?',
            [Clock::now(), $sessionId],
        );
    }

    public static function notFound(): ApiException
    {
        return new ApiException('product.notFound', 'This product does not exist.');
    }
}
