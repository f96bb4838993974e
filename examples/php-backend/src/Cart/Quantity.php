<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\Http\Fields;
use Shop\Refusal;

/** How many: an integer from 1 on; `2.0` is one (C-cart-4). */
final class Quantity
{
    private const BEYOND_ANY_CAP = 1_000_000;

    /** @throws Refusal cart.quantityInvalid */
    public static function in(Fields $fields): int
    {
        $value = $fields->any('quantity');
        $whole = is_int($value) || (is_float($value) && (is_infinite($value) || floor($value) === $value));
        if (!$whole || $value < 1) {
            throw new Refusal('cart.quantityInvalid', 'The quantity must be an integer from 1 on.', ['field' => 'quantity']);
        }
        return (int) min($value, self::BEYOND_ANY_CAP);
    }
}
