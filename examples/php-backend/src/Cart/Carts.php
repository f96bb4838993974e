<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\Clock;
use Shop\Money;
use Shop\Refusal;
use Shop\Shop;

/** The carts: one for each session, found by the session's id. Whoever changes one has it locked. */
final readonly class Carts
{
    private const NEVER = '1970-01-01 00:00:00.000';
    private const LINES = 'SELECT l.*, p.title, p.brand, p.size, p.image, p.href, p.stock, p.price_cents AS today '
        . 'FROM cart_lines l JOIN products p ON p.id = l.product_id WHERE l.session_id = ? ORDER BY l.id';

    public function __construct(private Shop $shop)
    {
    }

    /** @return list<array<string, mixed>> rows of cart_lines, each with its product */
    public function lines(?int $session): array
    {
        return $session === null ? [] : $this->shop->db->rows(self::LINES, [$session]);
    }

    /** @throws Refusal product.notFound, cart.itemLimit */
    public function add(int $session, string $product, int $quantity): void
    {
        $price = $this->priceOf($product);
        $lines = array_column($this->lines($session), 'quantity', 'product_id');
        $line = ($lines[$product] ?? 0) + $quantity;
        $this->fits([$product => $line] + $lines);
        $this->shop->db->change(
            'INSERT INTO cart_lines (session_id, product_id, quantity, unit_price_cents) VALUES (?, ?, ?, ?) '
            . 'ON DUPLICATE KEY UPDATE quantity = VALUES(quantity), unit_price_cents = VALUES(unit_price_cents)',
            [$session, $product, $line, $price],
        );
        $this->changed($session);
    }

    /** @throws Refusal product.notFound, cart.itemLimit */
    public function set(?int $session, string $product, int $quantity): void
    {
        $lines = array_column($this->lines($session), null, 'product_id');
        $line = $lines[$product] ?? throw self::notFound();
        $this->fits([$product => $quantity] + array_column($lines, 'quantity', 'product_id'));
        if ([$line['quantity'], $line['unit_price_cents']] !== [$quantity, $line['today']]) {
            $this->shop->db->change(
                'UPDATE cart_lines SET quantity = ?, unit_price_cents = ? WHERE id = ?',
                [$quantity, $line['today'], $line['id']],
            );
            $this->changed($session);
        }
    }

    /** @throws Refusal product.notFound */
    public function remove(?int $session, string $product): void
    {
        $line = array_column($this->lines($session), null, 'product_id')[$product] ?? throw self::notFound();
        $this->shop->db->change('DELETE FROM cart_lines WHERE id = ?', [$line['id']]);
        $this->changed($session);
    }

    public function clear(?int $session): void
    {
        if ($this->shop->db->change('DELETE FROM cart_lines WHERE session_id = ?', [$session]) > 0) {
            $this->changed($session);
        }
    }

    /** Takes a paid order's quantities out, never below nothing: what was added since stays (C-chk-13). */
    public function take(int $session, string $order): void
    {
        $db = $this->shop->db;
        $taken = $db->change(
            'UPDATE cart_lines l JOIN order_lines o ON o.order_id = ? AND o.product_id = l.product_id '
            . 'SET l.quantity = GREATEST(l.quantity - o.quantity, 0) WHERE l.session_id = ?',
            [$order, $session],
        );
        $db->change('DELETE FROM cart_lines WHERE session_id = ? AND quantity = 0', [$session]);
        if ($taken > 0) {
            $this->changed($session);
        }
    }

    /** Takes the catalogue's prices of now into the cart (C-cart-12). */
    public function reprice(?int $session): void
    {
        $changed = $this->shop->db->change(
            'UPDATE cart_lines l JOIN products p ON p.id = l.product_id '
            . 'SET l.unit_price_cents = p.price_cents WHERE l.session_id = ? AND l.unit_price_cents <> p.price_cents',
            [$session],
        );
        if ($changed > 0) {
            $this->changed($session);
        }
    }

    /** @return array<string, mixed> a Cart, as the contract has it */
    public function shown(?int $session): array
    {
        $lines = $this->lines($session);
        $row = $this->shop->db->row('SELECT cart_changed_at FROM sessions WHERE id = ?', [$session]);
        return [
            'items' => array_map(Line::shown(...), $lines),
            'count' => array_sum(array_column($lines, 'quantity')),
            'subtotal' => Money::euros(array_sum(array_map(Line::total(...), $lines))),
            'updatedAt' => Clock::iso($row['cart_changed_at'] ?? self::NEVER),
        ];
    }

    private function priceOf(string $product): int
    {
        $known = preg_match('/^[a-z0-9-]{1,80}$/D', $product) === 1;
        $row = $known ? $this->shop->db->row('SELECT price_cents FROM products WHERE id = ?', [$product]) : null;
        return $row['price_cents'] ?? throw self::notFound();
    }

    /** @param array<string, int> $lines quantities by product (C-cart-6) */
    private function fits(array $lines): void
    {
        $terms = $this->shop->terms;
        if (max($lines) > $terms->lineCap || array_sum($lines) > $terms->cartCap) {
            throw new Refusal(
                'cart.itemLimit',
                "A cart holds at most $terms->lineCap of one product and $terms->cartCap pieces.",
            );
        }
    }

    /** updatedAt moves with every change, even within one millisecond (C-cart-11). */
    private function changed(?int $session): void
    {
        $this->shop->db->change(
            'UPDATE sessions SET cart_changed_at = GREATEST(?, cart_changed_at + INTERVAL 1000 MICROSECOND) WHERE id = ?',
            [Clock::now(), $session],
        );
    }

    public static function notFound(): Refusal
    {
        return new Refusal('product.notFound', 'There is no such product here.');
    }
}
