<?php

declare(strict_types=1);

namespace Shop;

/** Amounts: integer cents in PHP and SQL, euros in JSON. */
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

    /** Return a share of an amount, rounded half up; 1900 basis points are 19 %. */
    public static function share(int $cents, int $basisPoints): int
    {
        return intdiv($cents * $basisPoints + 5_000, 10_000);
    }
}
