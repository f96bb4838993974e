<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\Money;

/** A line of a cart or an order, as the contract has it. */
final class Line
{
    /** @param array<string, mixed> $row a line with its product */
    public static function total(array $row): int
    {
        return $row['unit_price_cents'] * $row['quantity'];
    }

    /**
     * @param array<string, mixed> $row
     * @return array<string, mixed>
     */
    public static function shown(array $row): array
    {
        return [
            'productId' => $row['product_id'],
            'quantity' => $row['quantity'],
            'unitPrice' => Money::euros($row['unit_price_cents']),
            'lineTotal' => Money::euros(self::total($row)),
            'product' => ['id' => $row['product_id']]
                + array_intersect_key($row, array_flip(['title', 'brand', 'size', 'image', 'href'])),
        ];
    }
}
