<?php

declare(strict_types=1);

namespace Shop;

/** Names that nobody guesses. */
final class Ids
{
    public static function make(string $prefix): string
    {
        return $prefix . '_' . bin2hex(random_bytes(12));
    }

    public static function secret(): string
    {
        return bin2hex(random_bytes(32));
    }

    /** What the database keeps of a secret: who reads it there can't use it. */
    public static function hash(string $secret): string
    {
        return hash('sha256', $secret);
    }
}
