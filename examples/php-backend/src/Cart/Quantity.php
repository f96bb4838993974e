<?php

declare(strict_types=1);

namespace Shop\Cart;

use Shop\ApiException;
use Shop\Http\Input;

/** A quantity: an integer from 1; `2.0` counts as an integer. */
final class Quantity
{
    private const BEYOND_ANY_CAP = 1_000_000;

    /** @throws ApiException cart.quantityInvalid */
    public static function from(Input $input): int
    {
        $value = $input->any('quantity');
        $whole = is_int($value) || (is_float($value) && (is_infinite($value) || floor($value) === $value));
        if (!$whole || $value < 1) {
            throw new ApiException('cart.quantityInvalid', 'The quantity must be an integer of 1 or more.', ['field' => 'quantity']);
        }
        return (int) min($value, self::BEYOND_ANY_CAP);
    }
}
