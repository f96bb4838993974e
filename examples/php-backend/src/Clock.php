<?php

declare(strict_types=1);

namespace Shop;

use DateTimeImmutable;
use DateTimeZone;

/** UTC times: `2026-03-02 09:30:00.000` in the database, ISO 8601 with Z in JSON. */
final class Clock
{
    public static function now(string $shift = 'now'): string
    {
        return (new DateTimeImmutable($shift, new DateTimeZone('UTC')))->format('Y-m-d H:i:s.v');
    }

    public static function iso(string $time): string
    {
        return str_replace(' ', 'T', $time) . 'Z';
    }
}
