<?php

declare(strict_types=1);

namespace Shop\Payment;

use Shop\ApiException;

/** Stripe-Signature header: HMAC-SHA256 of `t.payload`; any of the `v1` values may match. */
final class StripeSignature
{
    /** Allowed clock difference in seconds. */
    public const TOLERANCE = 300;

    /** @throws ApiException webhook.signatureInvalid */
    public static function verify(string $payload, ?string $header, string $secret, int $now): void
    {
        [$time, $signatures] = ['', []];
        foreach (explode(',', $header ?? '') as $item) {
            [$name, $value] = explode('=', $item, 2) + [1 => ''];
            if ($name === 't') {
                $time = $value;
            } elseif ($name === 'v1') {
                $signatures[] = $value;
            }
        }
        if (!preg_match('/^\d{1,12}$/D', $time) || abs($now - (int) $time) > self::TOLERANCE) {
            throw new ApiException('webhook.signatureInvalid', 'The signature has no timestamp, or one outside the tolerance.');
        }
        $expected = hash_hmac('sha256', "$time.$payload", $secret);
        foreach ($signatures as $signature) {
            if (hash_equals($expected, $signature)) {
                return;
            }
        }
        throw new ApiException('webhook.signatureInvalid', 'The signature does not match the payload.');
    }
}
