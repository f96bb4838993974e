<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\Money;

/** JSON of a cart or order line. */
final class LineSerializer
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
    public static function serialize(array $row): array
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
