<?php

declare(strict_types=1);

namespace Shop;

/** Money is whole cents inside and euros in JSON (C-conv-4). */
final class Money
{
    public static function cents(int|float $euros): int
    {
        return (int) round($euros * 100);
    }

    public static function euros(int $cents): int|float
    {
        return $cents / 100;
    }

    /** A share of an amount, half up: 1900 basis points are 19 % (C-ord-4). */
    public static function share(int $cents, int $basisPoints): int
    {
        return intdiv($cents * $basisPoints + 5_000, 10_000);
    }
}
