<?php

declare(strict_types=1);

namespace Shop\Http;

/** CORS with credentials for the configured origins. */
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

    /** @return array<string, string> headers of a preflight response */
    public static function preflightHeaders(): array
    {
        return [
            'Access-Control-Allow-Methods' => 'GET, POST, PATCH, DELETE',
            'Access-Control-Allow-Headers' => 'Content-Type, Idempotency-Key',
            'Access-Control-Max-Age' => '600',
        ];
    }
}
