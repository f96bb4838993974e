<?php

declare(strict_types=1);

namespace Shop;

/** Random ids and tokens. */
final class Ids
{
    public static function generate(string $prefix): string
    {
        return $prefix . '_' . bin2hex(random_bytes(12));
    }

    public static function secret(): string
    {
        return bin2hex(random_bytes(32));
    }

    /** Return the hash under which the database stores a secret. */
    public static function hash(string $secret): string
    {
        return hash('sha256', $secret);
    }
}
