<?php

declare(strict_types=1);

namespace Shop\Http;

/** Lets the frontend's own hosts send the cookie along, and nobody else's. */
final class Cors
{
    /**
     * @param list<string> $origins
     * @return array<string, string>
     */
    public static function headers(?string $origin, array $origins): array
    {
        if ($origin === null || !in_array($origin, $origins, true)) {
            return ['Vary' => 'Origin'];
        }
        return [
            'Vary' => 'Origin',
            'Access-Control-Allow-Origin' => $origin,
            'Access-Control-Allow-Credentials' => 'true',
            'Access-Control-Expose-Headers' => 'Retry-After',
        ];
    }

    /** @return array<string, string> what a browser may send after its question */
    public static function permissions(): array
    {
        return [
            'Access-Control-Allow-Methods' => 'GET, POST, PATCH, DELETE',
            'Access-Control-Allow-Headers' => 'Content-Type, Idempotency-Key',
            'Access-Control-Max-Age' => '600',
        ];
    }
}
